import type { ReactNode } from "react";

const cell = "px-4 py-3 break-words whitespace-pre-line";

/** One column: its head, and what it shows of a record. */
export interface Column<T> {
  label: string;
  show: (record: T) => ReactNode;
}

interface Props<T> {
  columns: Column<T>[];
  records: T[];
  idOf: (record: T) => number;
  /** The buttons of a record, in a last column with this head. */
  actions?: { label: string; show: (record: T) => ReactNode };
}

/** Records in rows, as cards on a narrow screen. */
export function RecordTable<T>({ columns, records, idOf, actions }: Props<T>) {
  return (
    <table className="records w-full text-left text-sm">
      <thead className="border-b border-slate-200 bg-slate-100 dark:border-slate-800 dark:bg-slate-800/50">
        <tr>
          {columns.map(({ label }) => (
            <th key={label} scope="col" className="px-4 py-3 font-semibold">{label}</th>
          ))}
          {actions && (
            <th scope="col" className="px-4 py-3 font-semibold"><span className="sr-only">{actions.label}</span></th>
          )}
        </tr>
      </thead>
      <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
        {records.map((record) => (
          <tr key={idOf(record)}>
            {columns.map(({ label, show }, index) => (
              <td key={label} data-label={label} className={index === 0 ? `${cell} font-medium` : cell}>{show(record)}</td>
            ))}
            {actions && (
              <td className="px-4 py-3"><div className="flex flex-wrap justify-end gap-1">{actions.show(record)}</div></td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
