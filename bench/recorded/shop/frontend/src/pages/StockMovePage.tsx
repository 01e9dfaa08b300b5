import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createStockMove, listStockMoves, type StockMoveQuery } from "../api";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { OnlyFor } from "../kit/OnlyFor";
import { Pagination } from "../kit/Pagination";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useSession } from "../session";
import { strings } from "../strings";
import { StockMoveForm } from "./StockMoveForm";
import { useProductOptions } from "./useProductOptions";

const texts = strings.pages.stockMove;
const labels = strings.fields.stockMove;
const pageSize = 20;

/** The ledger is the admin's. */
export function StockMovePage() {
  const { isAdmin } = useSession();
  if (isAdmin) return <StockMoves />;
  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{texts.heading}</h1>
      <section className="panel"><OnlyFor admin>{null}</OnlyFor></section>
    </>
  );
}

function StockMoves() {
  const [query, setQuery] = useState<StockMoveQuery>({ limit: pageSize, offset: 0 });
  const [creating, setCreating] = useState(false);
  const productOptions = useProductOptions();

  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries();
  const list = useQuery({
    queryKey: ["stock_moves", query],
    queryFn: () => listStockMoves(query),
    placeholderData: keepPreviousData,
  });
  const create = useMutation({ mutationFn: createStockMove, onSuccess: changed });

  const narrow = (part: StockMoveQuery) => setQuery((old) => ({ ...old, ...part, offset: 0 }));
  const isNarrowed = query.q !== undefined || query.product !== undefined;
  const newButton = <Button look="primary" onClick={() => setCreating(true)}>{texts.create}</Button>;

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold">{texts.heading}</h1>
        {newButton}
      </div>

      <div role="search" className="mb-4 flex flex-wrap items-end gap-3">
        <label className="min-w-48 flex-1 text-sm font-medium">
          {strings.search}
          <input
            type="search"
            className="control mt-1"
            value={query.q ?? ""}
            onChange={(event) => narrow({ q: event.target.value || undefined })}
          />
        </label>
        <label className="text-sm font-medium">
          {`${labels.product} filter`}
          <select
            className="control mt-1"
            value={query.product?.toString() ?? ""}
            onChange={(event) => narrow({ product: event.target.value === "" ? undefined : Number(event.target.value) })}
          >
            <option value="">{strings.any}</option>
            {productOptions.items.map((option) => (
              <option key={option.id} value={option.id}>{option.name}</option>
            ))}
          </select>
        </label>
      </div>

      <section aria-label={texts.heading} className="panel overflow-hidden">
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <div className="p-4"><ErrorNote error={list.error} onRetry={() => list.refetch()} /></div>
        ) : list.data.total === 0 ? (
          isNarrowed ? <Empty title={strings.noMatch} /> : <Empty title={texts.empty} hint={texts.emptyHint} />
        ) : (
          <>
            <table className="records w-full text-left text-sm">
              <thead className="border-b border-slate-200 bg-slate-100 dark:border-slate-800 dark:bg-slate-800/50">
                <tr>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.reason}</th>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.product}</th>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.quantity}</th>
                </tr>
              </thead>
              <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
                {list.data.items.map((record) => (
                  <tr key={record.id}>
                    <td data-label={labels.reason} className="px-4 py-3 font-medium break-words whitespace-pre-line">{record.reason}</td>
                    <td data-label={labels.product} className="px-4 py-3 break-words whitespace-pre-line">{productOptions.nameOf(record.product)}</td>
                    <td data-label={labels.quantity} className="px-4 py-3 break-words whitespace-pre-line">{record.quantity}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Pagination
              offset={query.offset ?? 0}
              limit={pageSize}
              total={list.data.total}
              onMove={(offset) => setQuery((old) => ({ ...old, offset }))}
            />
          </>
        )}
      </section>

      {creating && (
        <Dialog title={texts.create} onClose={() => setCreating(false)}>
          <StockMoveForm
            productOptions={productOptions.items}
            onSubmit={async (input) => {
              await create.mutateAsync(input);
              setCreating(false);
            }}
            onCancel={() => setCreating(false)}
          />
        </Dialog>
      )}
    </>
  );
}
