import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { unfavoriteExhibit, type Exhibit } from "../api";
import { Alert, Loading, Page, anchor, button } from "../components/ui";
import { allExhibits } from "../lib/data";
import { useSession } from "../lib/session";

export function FavoritesPage() {
  const { viewer } = useSession();
  return (
    <Page title="My favourites" heading="My favourites">
      {viewer === null ? (
        <p>
          <Link to="/login" className={anchor}>
            Log in to see your favourites
          </Link>
        </p>
      ) : (
        <Favorites username={viewer.username} />
      )}
    </Page>
  );
}

function Favorites({ username }: { username: string }) {
  const favorites = useQuery({
    queryKey: ["exhibits", username, { favorited: username }],
    queryFn: () => allExhibits({ favorited: username }),
  });
  return (
    <>
      {favorites.isPending && <Loading />}
      {favorites.isError && <Alert>{favorites.error.message}</Alert>}
      {favorites.isSuccess && favorites.data.length === 0 && <p>You have no favourites yet</p>}
      {favorites.isSuccess && (
        <ul className="flex flex-col gap-2">
          {favorites.data.map((exhibit) => (
            <Row key={exhibit.slug} exhibit={exhibit} />
          ))}
        </ul>
      )}
    </>
  );
}

function Row({ exhibit }: { exhibit: Exhibit }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => unfavoriteExhibit({ slug: exhibit.slug }),
    onSuccess: () =>
      Promise.all([client.invalidateQueries({ queryKey: ["exhibits"] }), client.invalidateQueries({ queryKey: ["exhibit"] })]),
  });
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-slate-300 py-2 dark:border-slate-700">
      <span className="font-mono">{exhibit.number}</span>
      <Link to={`/exhibits/${exhibit.slug}`} className={`${anchor} min-w-0 break-words`}>
        {exhibit.title}
      </Link>
      <span className="min-w-0 break-words">{exhibit.exhibition.title}</span>
      <button type="button" className={button} disabled={remove.isPending} onClick={() => remove.mutate()}>
        Remove from favourites
      </button>
      {remove.isError && <Alert>{remove.error.message}</Alert>}
    </li>
  );
}
