import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Link, useNavigate } from "react-router";
import { TextField } from "../components/Field";
import { Alert, Loading, Page, anchor, primary } from "../components/ui";
import { allExhibitions, allExhibits } from "../lib/data";
import { counted, day } from "../lib/format";
import { messageOf, useOnce } from "../lib/forms";

export function ExhibitionsPage() {
  const exhibitions = useQuery({ queryKey: ["exhibitions"], queryFn: allExhibitions });
  return (
    <Page title="Exhibitions" heading="Exhibitions">
      <Lookup />
      {exhibitions.isPending && <Loading />}
      {exhibitions.isError && <Alert>{exhibitions.error.message}</Alert>}
      {exhibitions.isSuccess && exhibitions.data.length === 0 && <p>There are no exhibitions yet.</p>}
      {exhibitions.isSuccess && (
        <ul className="flex flex-col gap-4">
          {exhibitions.data.map((exhibition) => (
            <li key={exhibition.slug} className="rounded border border-slate-300 p-4 break-words dark:border-slate-700">
              <h2 className="text-xl">
                <Link to={`/exhibitions/${exhibition.slug}`} className={anchor}>
                  {exhibition.title}
                </Link>
              </h2>
              <p className="my-2 whitespace-pre-line">{exhibition.description}</p>
              <p className="text-sm">
                Floor {exhibition.floor} · from {day(exhibition.opensOn)}{" "}
                {exhibition.closesOn ? `to ${day(exhibition.closesOn)}` : "(permanent)"} ·{" "}
                {counted(exhibition.exhibitsCount, "exhibit", "exhibits")}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

/** Leads from the number on a label to the exhibit. */
function Lookup() {
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string | null>(null);
  const { register, handleSubmit, formState } = useForm<{ number: string }>({ defaultValues: { number: "" } });

  const find = useOnce(async ({ number }: { number: string }) => {
    setProblem(null);
    try {
      const exhibits = await allExhibits({});
      const found = exhibits.find((exhibit) => exhibit.number === Number(number));
      if (found) await navigate(`/exhibits/${found.slug}`);
      else setProblem("There is no exhibit with this number");
    } catch (error) {
      setProblem(messageOf(error));
    }
  });

  return (
    <form
      noValidate
      aria-label="Look up an exhibit"
      className="flex flex-col gap-2 rounded bg-slate-100 p-4 dark:bg-slate-900"
      onSubmit={(event) => void handleSubmit(find)(event)}
    >
      <div className="flex flex-wrap items-end gap-2">
        <div className="w-40">
          <TextField
            label="Number"
            inputMode="numeric"
            autoComplete="off"
            hint="On the label"
            error={formState.errors.number}
            {...register("number", {
              required: "is required",
              pattern: { value: /^\s*\d+\s*$/, message: "must be a number" },
              onChange: () => setProblem(null),
            })}
          />
        </div>
        <button type="submit" className={primary} disabled={formState.isSubmitting}>
          Find
        </button>
      </div>
      {formState.isSubmitting && <Loading />}
      {problem !== null && <Alert>{problem}</Alert>}
    </form>
  );
}
