import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Link } from "react-router";
import { createExhibit, updateExhibit, type Exhibit, type Exhibition, type ExhibitUpdate, type NewExhibit, type Status } from "../api";
import { Dialog } from "../components/Dialog";
import { SelectField, TextArea, TextField } from "../components/Field";
import { Alert, Loading, Notice, Page, anchor, button, primary } from "../components/ui";
import { allExhibitions, allExhibits } from "../lib/data";
import { isWebAddress, showErrors, textRules, useOnce } from "../lib/forms";
import { useSession } from "../lib/session";

export function CuratePage() {
  const { viewer } = useSession();
  return (
    <Page title="Curate" heading="Curate exhibits">
      {viewer?.role === "curator" ? <Exhibits username={viewer.username} /> : <p>Only curators can do this</p>}
    </Page>
  );
}

function Exhibits({ username }: { username: string }) {
  const client = useQueryClient();
  const [status, setStatus] = useState<Status | "">("");
  const [message, setMessage] = useState("");
  /** The exhibit whose form is open; "new" for one that is not there yet. */
  const [editing, setEditing] = useState<Exhibit | "new" | null>(null);
  const exhibits = useQuery({ queryKey: ["exhibits", username, {}], queryFn: () => allExhibits({}) });
  const exhibitions = useQuery({ queryKey: ["exhibitions"], queryFn: allExhibitions });

  const refresh = () =>
    Promise.all(["exhibits", "exhibit", "exhibition", "exhibitions"].map((key) => client.invalidateQueries({ queryKey: [key] })));

  const change = useMutation({
    mutationFn: ({ exhibit, to }: { exhibit: Exhibit; to: Status }) =>
      updateExhibit({ slug: exhibit.slug }, { exhibit: { status: to } }),
    onMutate: () => setMessage(""),
    onSuccess: async ({ exhibit }) => {
      await refresh();
      setMessage(`${exhibit.title} is ${exhibit.status === "published" ? "published" : "withdrawn"}`);
    },
  });

  function open(what: Exhibit | "new") {
    setMessage("");
    change.reset();
    setEditing(what);
  }

  const shown = (exhibits.data ?? []).filter((exhibit) => status === "" || exhibit.status === status);
  return (
    <>
      <div className="flex flex-wrap items-end gap-4">
        <button type="button" className={primary} onClick={() => open("new")}>
          New exhibit
        </button>
        <div className="w-48">
          <SelectField
            label="Status filter"
            value={status}
            onChange={(event) => {
              setMessage("");
              setStatus(event.target.value as Status | "");
            }}
          >
            <option value="">all</option>
            <option value="draft">draft</option>
            <option value="published">published</option>
          </SelectField>
        </div>
      </div>
      <Notice>{message}</Notice>
      {change.isError && <Alert>{change.error.message}</Alert>}
      {exhibits.isPending && <Loading />}
      {exhibits.isError && <Alert>{exhibits.error.message}</Alert>}
      {exhibits.isSuccess && shown.length === 0 && <p>There are no such exhibits.</p>}
      {exhibits.isSuccess && (
        <ul className="flex flex-col gap-2">
          {shown.map((exhibit) => (
            <li key={exhibit.slug} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-slate-300 py-2 dark:border-slate-700">
              <span className="font-mono">{exhibit.number}</span>
              <Link to={`/exhibits/${exhibit.slug}`} className={`${anchor} min-w-0 break-words`}>
                {exhibit.title}
              </Link>
              <span className="min-w-0 break-words">{exhibit.exhibition.title}</span>
              <span>{exhibit.status}</span>
              <button type="button" className={button} aria-label={`Edit ${exhibit.title}`} onClick={() => open(exhibit)}>
                Edit
              </button>
              {exhibit.status === "draft" ? (
                <button
                  type="button"
                  className={button}
                  aria-label={`Publish ${exhibit.title}`}
                  disabled={change.isPending}
                  onClick={() => change.mutate({ exhibit, to: "published" })}
                >
                  Publish
                </button>
              ) : (
                <button
                  type="button"
                  className={button}
                  aria-label={`Withdraw ${exhibit.title}`}
                  disabled={change.isPending}
                  onClick={() => change.mutate({ exhibit, to: "draft" })}
                >
                  Withdraw
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing !== null && (
        <Dialog title={editing === "new" ? "New exhibit" : `Edit ${editing.title}`} onClose={() => setEditing(null)}>
          {exhibitions.isPending && <Loading />}
          {exhibitions.isError && <Alert>{exhibitions.error.message}</Alert>}
          {exhibitions.isSuccess ? (
            <ExhibitForm
              exhibit={editing === "new" ? null : editing}
              exhibitions={exhibitions.data}
              onClose={() => setEditing(null)}
              onSaved={async (saved) => {
                setEditing(null);
                await refresh();
                setMessage(`${saved.title} is saved`);
              }}
            />
          ) : (
            <button type="button" className={button} onClick={() => setEditing(null)}>
              Cancel
            </button>
          )}
        </Dialog>
      )}
    </>
  );
}

interface Values {
  title: string;
  number: string;
  body: string;
  exhibition: string;
  tagList: string;
  audioUrl: string;
  durationSeconds: string;
}

function valuesOf(exhibit: Exhibit | null): Values {
  return {
    title: exhibit?.title ?? "",
    number: exhibit ? String(exhibit.number) : "",
    body: exhibit?.body ?? "",
    exhibition: exhibit?.exhibition.slug ?? "",
    tagList: exhibit?.tagList.join(", ") ?? "",
    audioUrl: exhibit?.audioUrl ?? "",
    durationSeconds: exhibit?.durationSeconds == null ? "" : String(exhibit.durationSeconds),
  };
}

function tagsOf(text: string): string[] {
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

/** What the API is sent for the values. */
function recordOf(values: Values) {
  return {
    title: values.title,
    number: Number(values.number),
    body: values.body,
    exhibition: values.exhibition,
    tagList: tagsOf(values.tagList),
    audioUrl: values.audioUrl.trim() === "" ? null : values.audioUrl.trim(),
    durationSeconds: values.durationSeconds.trim() === "" ? null : Number(values.durationSeconds),
  };
}

/** Only what differs from the exhibit as it was. */
function changesOf(before: Exhibit, values: Values): ExhibitUpdate {
  const old = valuesOf(before);
  const all = recordOf(values);
  const changes: ExhibitUpdate = {};
  if (values.title !== old.title) changes.title = all.title;
  if (values.number !== old.number) changes.number = all.number;
  if (values.body !== old.body) changes.body = all.body;
  if (values.exhibition !== old.exhibition) changes.exhibition = all.exhibition;
  if (values.tagList !== old.tagList) changes.tagList = all.tagList;
  if (values.audioUrl !== old.audioUrl) changes.audioUrl = all.audioUrl;
  if (values.durationSeconds !== old.durationSeconds) changes.durationSeconds = all.durationSeconds;
  return changes;
}

function wholeNumber(least: number, most: number) {
  return (text: string) => {
    if (text.trim() === "") return true;
    const number = Number(text);
    return (Number.isInteger(number) && number >= least && number <= most) || `must be a whole number from ${least} to ${most}`;
  };
}

function ExhibitForm({
  exhibit,
  exhibitions,
  onClose,
  onSaved,
}: {
  exhibit: Exhibit | null;
  exhibitions: Exhibition[];
  onClose: () => void;
  onSaved: (saved: Exhibit) => Promise<void>;
}) {
  const { register, handleSubmit, setError, formState } = useForm<Values>({ defaultValues: valuesOf(exhibit) });
  const save = useOnce(async (values: Values) => {
    let saved: Exhibit;
    try {
      if (exhibit === null) {
        // The generated type joins the fields with an empty record, which no value has; the document asks for just these.
        saved = (await createExhibit({ exhibit: recordOf(values) as unknown as NewExhibit })).exhibit;
      } else {
        const changes = changesOf(exhibit, values);
        saved = Object.keys(changes).length === 0 ? exhibit : (await updateExhibit({ slug: exhibit.slug }, { exhibit: changes })).exhibit;
      }
    } catch (error) {
      showErrors(error, ["title", "number", "body", "exhibition", "tagList", "audioUrl", "durationSeconds"], setError);
      return;
    }
    await onSaved(saved);
  });
  const { errors } = formState;
  return (
    <form noValidate className="flex flex-col gap-3" onSubmit={(event) => void handleSubmit(save)(event)}>
      <TextField label="Title" error={errors.title} {...register("title", textRules(120))} />
      <TextField
        label="Number"
        inputMode="numeric"
        error={errors.number}
        {...register("number", { required: "is required", validate: wholeNumber(1, 9999) })}
      />
      <TextArea label="Text" rows={6} error={errors.body} {...register("body", textRules(10000))} />
      <SelectField label="Exhibition" error={errors.exhibition} {...register("exhibition", { required: "is required" })}>
        <option value="">Choose…</option>
        {exhibitions.map((exhibition) => (
          <option key={exhibition.slug} value={exhibition.slug}>
            {exhibition.title}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Tags"
        hint="Separated by commas, at most ten"
        error={errors.tagList}
        {...register("tagList", {
          validate: (text) =>
            tagsOf(text).length > 10
              ? "must have at most 10 tags"
              : tagsOf(text).every((tag) => tag.length <= 30) || "must have tags of at most 30 characters",
        })}
      />
      <TextField
        label="Recording (URL)"
        type="url"
        error={errors.audioUrl}
        {...register("audioUrl", {
          maxLength: { value: 500, message: "must have at most 500 characters" },
          validate: (text) => text.trim() === "" || isWebAddress(text.trim()) || "is not a web address",
        })}
      />
      <TextField
        label="Duration in seconds"
        inputMode="numeric"
        error={errors.durationSeconds}
        {...register("durationSeconds", { validate: wholeNumber(1, 3600) })}
      />
      {errors.root && <Alert>{errors.root.message}</Alert>}
      <div className="flex gap-2">
        <button type="submit" className={primary} disabled={formState.isSubmitting}>
          Save
        </button>
        <button type="button" className={button} onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}
