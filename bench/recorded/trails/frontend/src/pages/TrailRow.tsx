import { Link } from "react-router";
import type { Trail, User } from "../api";
import { Button } from "../kit/Button";
import { strings } from "../strings";

const texts = strings.trails;
const labels = strings.fields;

interface Props {
  trail: Trail;
  walker: User | null;
  onFavor: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

/** One trail, with what who signed in may do to it. */
export function TrailRow({ trail, walker, onFavor, onEdit, onDelete }: Props) {
  const isMine = walker?.username === trail.author.username;
  const favor = trail.favorited ? texts.forget : texts.favor;
  return (
    <tr className="trail">
      <td data-label={labels.name} className="px-4 py-3 font-medium break-words">{trail.name}</td>
      <td data-label={labels.summary} className="px-4 py-3 break-words">
        <div className="space-y-1">
          <p className="whitespace-pre-line">{trail.summary}</p>
          <p className="text-slate-700 dark:text-slate-300">{strings.by(trail.author.username)}</p>
          {trail.warning !== null && (
            <p className="font-medium text-amber-800 dark:text-amber-200">{`${labels.warning}: ${trail.warning}`}</p>
          )}
        </div>
      </td>
      <td data-label={labels.region} className="px-4 py-3 whitespace-nowrap">
        {`${strings.regions[trail.region]}, ${texts.length(trail.lengthKm)}`}
      </td>
      <td data-label={strings.actions} className="px-4 py-2 text-right">
        <span className="inline-flex flex-wrap items-center justify-end gap-1">
          <span className="px-2 text-slate-700 dark:text-slate-300">{texts.favoredBy(trail.favoritesCount)}</span>
          {walker && <Button look="quiet" aria-label={`${favor} ${trail.name}`} onClick={onFavor}>{favor}</Button>}
          <Link
            to={`/trails/${encodeURIComponent(trail.slug)}`}
            aria-label={`${texts.reports} ${trail.name}`}
            className="rounded-lg px-3 py-1.5 text-sm font-medium text-indigo-800 underline dark:text-indigo-200"
          >
            {texts.reports}
          </Link>
          {isMine && (
            <>
              <Button look="quiet" aria-label={`${texts.edit} ${trail.name}`} onClick={onEdit}>{texts.edit}</Button>
              <Button look="quietDanger" aria-label={`${texts.delete} ${trail.name}`} onClick={onDelete}>{texts.delete}</Button>
            </>
          )}
        </span>
      </td>
    </tr>
  );
}
