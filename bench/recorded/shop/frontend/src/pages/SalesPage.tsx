import { useQuery } from "@tanstack/react-query";
import { listSales } from "../api";
import { OnlyFor } from "../kit/OnlyFor";
import { money } from "../kit/money";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { strings } from "../strings";
import { SalesChart } from "./SalesChart";

const texts = strings.pages.sales;

export function SalesPage() {
  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{texts.heading}</h1>
      <section aria-label={texts.heading} className="panel overflow-hidden">
        <OnlyFor admin><Sales /></OnlyFor>
      </section>
    </>
  );
}

function Sales() {
  const sales = useQuery({ queryKey: ["sales"], queryFn: listSales });
  if (sales.error) return <div className="p-4"><ErrorNote error={sales.error} onRetry={() => void sales.refetch()} /></div>;
  if (!sales.data) return <Loading />;
  if (sales.data.length === 0) return <Empty title={texts.empty} />;
  return (
    <>
      <SalesChart sales={sales.data} />
      <table className="records w-full text-left text-sm">
        <thead>
          <tr>
            <th scope="col" className="px-4 py-3 font-semibold">{texts.product}</th>
            <th scope="col" className="px-4 py-3 font-semibold">{texts.sold}</th>
            <th scope="col" className="px-4 py-3 font-semibold">{texts.revenue}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
          {sales.data.map((sale) => (
            <tr key={sale.product}>
              <td data-label={texts.product} className="px-4 py-3 font-medium break-words">{sale.name}</td>
              <td data-label={texts.sold} className="px-4 py-3">{sale.sold}</td>
              <td data-label={texts.revenue} className="px-4 py-3">{money(sale.revenue)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
