import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listOrderLines, listOrders, shipOrder, type Order } from "../api";
import { Button } from "../kit/Button";
import { OnlyFor } from "../kit/OnlyFor";
import { Pagination } from "../kit/Pagination";
import { money } from "../kit/money";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useSession } from "../session";
import { strings } from "../strings";

const texts = strings.pages.order;
const labels = strings.fields.order;
const pageSize = 20;

export function OrderPage() {
  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{texts.heading}</h1>
      <section aria-label={texts.heading} className="panel overflow-hidden">
        <OnlyFor><Orders /></OnlyFor>
      </section>
    </>
  );
}

function Orders() {
  const [offset, setOffset] = useState(0);
  const { isAdmin } = useSession();
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ["orders", offset], queryFn: () => listOrders({ limit: pageSize, offset }) });
  const contents = useQueries({
    queries: (list.data?.items ?? []).map((order) => ({
      queryKey: ["orders", order.id, "lines"],
      queryFn: async () => ({ order: order.id, lines: await listOrderLines({ id: order.id }) }),
    })),
  });
  const ship = useMutation({
    mutationFn: (order: Order) => shipOrder({ id: order.id }),
    onSuccess: () => queries.invalidateQueries(),
  });

  if (list.error) return <div className="p-4"><ErrorNote error={list.error} onRetry={() => void list.refetch()} /></div>;
  if (!list.data) return <Loading />;
  if (list.data.items.length === 0) return <Empty title={texts.empty} />;

  const orderedWith = (order: Order) =>
    (contents.find((one) => one.data?.order === order.id)?.data?.lines ?? [])
      .map((line) => `${line.quantity} × ${line.name}`)
      .join(", ");
  return (
    <>
      {ship.error && <div className="p-4"><ErrorNote error={ship.error} /></div>}
      <table className="records w-full text-left text-sm">
        <thead>
          <tr>
            <th scope="col" className="px-4 py-3 font-semibold">{labels.address}</th>
            <th scope="col" className="px-4 py-3 font-semibold">{texts.ordered}</th>
            <th scope="col" className="px-4 py-3 font-semibold">{texts.total}</th>
            <th scope="col" className="px-4 py-3 font-semibold">{labels.status}</th>
            {isAdmin && <th scope="col" className="px-4 py-3 text-right font-semibold">{strings.actions}</th>}
          </tr>
        </thead>
        <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
          {list.data.items.map((order) => (
            <tr key={order.id}>
              <td data-label={labels.address} className="px-4 py-3 font-medium break-words">{order.address}</td>
              <td data-label={texts.ordered} className="px-4 py-3 break-words">{orderedWith(order)}</td>
              <td data-label={texts.total} className="px-4 py-3">{money(order.total ?? 0)}</td>
              <td data-label={labels.status} className="px-4 py-3">{texts.status[order.status ?? "placed"]}</td>
              {isAdmin && (
                <td data-label={strings.actions} className="px-4 py-2 text-right whitespace-nowrap">
                  {order.status === "placed" && (
                    <Button look="primary" aria-label={`${texts.ship} ${order.address}`} onClick={() => ship.mutate(order)}>{texts.ship}</Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <Pagination offset={offset} limit={pageSize} total={list.data.total} onMove={setOffset} />
    </>
  );
}
