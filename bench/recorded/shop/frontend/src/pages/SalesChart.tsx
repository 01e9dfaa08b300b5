import { strings } from "../strings";

interface Props {
  sales: { product: number; name: string; revenue: number }[];
}

/** The revenue of each product as a bar; the numbers are in the table below. */
export function SalesChart({ sales }: Props) {
  const most = Math.max(...sales.map((sale) => sale.revenue), 1);
  return (
    <div role="img" aria-label={strings.pages.sales.chart} className="space-y-2 border-b border-slate-200 p-4 dark:border-slate-800">
      {sales.map((sale) => (
        <div key={sale.product} className="grid grid-cols-[8rem_1fr] items-center gap-3 text-sm">
          <span className="truncate">{sale.name}</span>
          <span className="h-4 rounded bg-indigo-600 dark:bg-indigo-400" style={{ width: `${(100 * sale.revenue) / most}%` }} />
        </div>
      ))}
    </div>
  );
}
