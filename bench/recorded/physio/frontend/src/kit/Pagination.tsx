import { strings } from "../strings";
import { Button } from "./Button";

interface Props {
  offset: number;
  limit: number;
  total: number;
  onMove: (offset: number) => void;
}

export function Pagination({ offset, limit, total, onMove }: Props) {
  if (total <= limit && offset === 0) return null;
  return (
    <nav aria-label={strings.pagination} className="flex items-center justify-between border-t border-slate-200 px-4 py-3 text-sm dark:border-slate-800">
      <Button disabled={offset === 0} onClick={() => onMove(Math.max(0, offset - limit))}>{strings.previous}</Button>
      <span>{strings.range(Math.min(offset + 1, total), Math.min(offset + limit, total), total)}</span>
      <Button disabled={offset + limit >= total} onClick={() => onMove(offset + limit)}>{strings.next}</Button>
    </nav>
  );
}
