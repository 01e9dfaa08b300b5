interface Props<Sort extends string> {
  label: string;
  /** What the API takes for either direction. */
  up: Sort;
  down: Sort;
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
}

/** The head of a column that orders the whole list: upwards at first, then downwards. */
export function SortHead<Sort extends string>({ label, up, down, sort, onSort }: Props<Sort>) {
  const order = sort === up ? "ascending" : sort === down ? "descending" : "none";
  return (
    <th scope="col" aria-sort={order} className="px-4 py-3 font-semibold">
      <button type="button" className="inline-flex items-center gap-1 text-left hover:underline" onClick={() => onSort(sort === up ? down : up)}>
        {label}
        <svg aria-hidden="true" viewBox="0 0 8 12" className="h-3 w-2 shrink-0 fill-current">
          <path d="M4 0 8 5H0z" opacity={order === "ascending" ? 1 : 0.3} />
          <path d="M4 12 0 7h8z" opacity={order === "descending" ? 1 : 0.3} />
        </svg>
      </button>
    </th>
  );
}
