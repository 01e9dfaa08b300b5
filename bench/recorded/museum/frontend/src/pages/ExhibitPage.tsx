import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { Link, useParams } from "react-router";
import { ApiError, createComment, deleteComment, favoriteExhibit, getExhibit, unfavoriteExhibit, type Comment, type Exhibit } from "../api";
import { TextArea } from "../components/Field";
import { Alert, Loading, Page, Tags, anchor, button, primary } from "../components/ui";
import { allComments } from "../lib/data";
import { counted, minutes, moment } from "../lib/format";
import { showErrors, textRules, useOnce } from "../lib/forms";
import { useSession } from "../lib/session";

export function ExhibitPage() {
  const { slug = "" } = useParams();
  const { viewer } = useSession();
  const exhibit = useQuery({
    queryKey: ["exhibit", viewer?.username ?? null, slug],
    queryFn: async () => (await getExhibit({ slug })).exhibit,
  });
  const missing = exhibit.error instanceof ApiError && exhibit.error.status === 404;
  return (
    <Page title="Exhibit" heading="Exhibit">
      {exhibit.isPending && <Loading />}
      {exhibit.isError && <Alert>{missing ? "There is no such exhibit" : exhibit.error.message}</Alert>}
      {exhibit.isSuccess && (
        <>
          <Details exhibit={exhibit.data} />
          {viewer === null ? (
            <p>
              <Link to="/login" className={anchor}>
                Log in to mark favourites and to comment
              </Link>
            </p>
          ) : (
            <Favorite exhibit={exhibit.data} />
          )}
          <Comments key={slug} slug={slug} />
        </>
      )}
    </Page>
  );
}

function Details({ exhibit }: { exhibit: Exhibit }) {
  return (
    <>
      <h2 className="text-xl font-semibold break-words">
        <span className="font-mono">{exhibit.number}</span> {exhibit.title}
      </h2>
      {exhibit.status === "draft" && <p>This exhibit is a draft: visitors do not see it.</p>}
      <p>
        In{" "}
        <Link to={`/exhibitions/${exhibit.exhibition.slug}`} className={anchor}>
          {exhibit.exhibition.title}
        </Link>
      </p>
      <Tags tags={exhibit.tagList} />
      <p className="break-words whitespace-pre-line">{exhibit.body}</p>
      <h3 className="text-lg font-semibold">Recording</h3>
      {exhibit.audioUrl ? (
        <div className="flex flex-wrap items-center gap-3">
          <audio controls preload="none" src={exhibit.audioUrl} aria-label={`Recording of ${exhibit.title}`} className="max-w-full" />
          {exhibit.durationSeconds !== null && <span>{minutes(exhibit.durationSeconds)}</span>}
        </div>
      ) : (
        <p>There is no recording</p>
      )}
      <p>{counted(exhibit.favoritesCount, "favourite", "favourites")}</p>
    </>
  );
}

function Favorite({ exhibit }: { exhibit: Exhibit }) {
  const client = useQueryClient();
  const { viewer } = useSession();
  const { slug } = exhibit;
  const mark = useMutation({
    mutationFn: () => (exhibit.favorited ? unfavoriteExhibit({ slug }) : favoriteExhibit({ slug })),
    onSuccess: async (answer) => {
      client.setQueryData(["exhibit", viewer?.username ?? null, slug], answer.exhibit);
      await client.invalidateQueries({ queryKey: ["exhibits"] });
    },
  });
  return (
    <div className="flex flex-col items-start gap-2">
      <button type="button" className={button} disabled={mark.isPending} onClick={() => mark.mutate()}>
        {exhibit.favorited ? "Remove from favourites" : "Add to favourites"}
      </button>
      {mark.isError && <Alert>{mark.error.message}</Alert>}
    </div>
  );
}

function Comments({ slug }: { slug: string }) {
  const { viewer } = useSession();
  const comments = useQuery({ queryKey: ["comments", viewer?.username ?? null, slug], queryFn: () => allComments(slug) });
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-lg font-semibold">Comments</h3>
      {viewer !== null && <CommentForm slug={slug} />}
      {comments.isPending && <Loading />}
      {comments.isError && <Alert>{comments.error.message}</Alert>}
      {comments.isSuccess && comments.data.length === 0 && <p>Nobody has said anything yet.</p>}
      {comments.isSuccess && (
        <ul className="flex flex-col gap-3">
          {comments.data.map((comment) => (
            <CommentRow key={comment.id} slug={slug} comment={comment} />
          ))}
        </ul>
      )}
    </section>
  );
}

function CommentForm({ slug }: { slug: string }) {
  const client = useQueryClient();
  const { register, handleSubmit, reset, setError, formState } = useForm<{ body: string }>({ defaultValues: { body: "" } });
  const send = useOnce(async ({ body }: { body: string }) => {
    try {
      await createComment({ slug }, { comment: { body } });
    } catch (error) {
      showErrors(error, ["body"], setError);
      return;
    }
    reset();
    await client.invalidateQueries({ queryKey: ["comments"] });
  });
  return (
    <form noValidate className="flex flex-col items-start gap-2" onSubmit={(event) => void handleSubmit(send)(event)}>
      <div className="w-full">
        <TextArea label="Comment" rows={3} error={formState.errors.body} {...register("body", textRules(1000))} />
      </div>
      {formState.errors.root && <Alert>{formState.errors.root.message}</Alert>}
      <button type="submit" className={primary} disabled={formState.isSubmitting}>
        Send comment
      </button>
    </form>
  );
}

function CommentRow({ slug, comment }: { slug: string; comment: Comment }) {
  const client = useQueryClient();
  const { viewer } = useSession();
  const remove = useMutation({
    mutationFn: () => deleteComment({ slug, id: comment.id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["comments"] }),
  });
  const mayDelete = viewer !== null && (viewer.role === "curator" || viewer.username === comment.author.username);
  return (
    <li className="flex flex-col items-start gap-1 border-b border-slate-300 pb-2 dark:border-slate-700">
      <p className="max-w-full break-words whitespace-pre-line">{comment.body}</p>
      <p className="text-sm">
        {comment.author.username}
        {comment.author.role === "curator" && " (curator)"}, <time dateTime={comment.createdAt}>{moment(comment.createdAt)}</time>
      </p>
      {mayDelete && (
        <button type="button" className={button} disabled={remove.isPending} onClick={() => remove.mutate()}>
          Delete comment
        </button>
      )}
      {remove.isError && <Alert>{remove.error.message}</Alert>}
    </li>
  );
}
