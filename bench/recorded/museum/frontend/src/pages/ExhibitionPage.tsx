import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { ApiError, getExhibition } from "../api";
import { SelectField } from "../components/Field";
import { Alert, Loading, Page, Tags, anchor } from "../components/ui";
import { allExhibits } from "../lib/data";
import { day } from "../lib/format";
import { useSession } from "../lib/session";

export function ExhibitionPage() {
  const { slug = "" } = useParams();
  const exhibition = useQuery({
    queryKey: ["exhibition", slug],
    queryFn: async () => (await getExhibition({ slug })).exhibition,
  });
  const missing = exhibition.error instanceof ApiError && exhibition.error.status === 404;
  return (
    <Page title="Exhibition" heading="Exhibition">
      {exhibition.isPending && <Loading />}
      {exhibition.isError && <Alert>{missing ? "There is no such exhibition" : exhibition.error.message}</Alert>}
      {exhibition.isSuccess && (
        <>
          <h2 className="text-xl font-semibold break-words">{exhibition.data.title}</h2>
          <p className="break-words whitespace-pre-line">{exhibition.data.description}</p>
          <p className="text-sm">
            Floor {exhibition.data.floor} · from {day(exhibition.data.opensOn)}{" "}
            {exhibition.data.closesOn ? `to ${day(exhibition.data.closesOn)}` : "(permanent)"}
          </p>
          <Exhibits key={slug} slug={slug} />
        </>
      )}
    </Page>
  );
}

function Exhibits({ slug }: { slug: string }) {
  const { viewer } = useSession();
  const [tag, setTag] = useState("");
  const all = useQuery({
    queryKey: ["exhibits", viewer?.username ?? null, { exhibition: slug }],
    queryFn: () => allExhibits({ exhibition: slug }),
  });
  const filtered = useQuery({
    queryKey: ["exhibits", viewer?.username ?? null, { exhibition: slug, tag }],
    queryFn: () => allExhibits({ exhibition: slug, tag }),
    enabled: tag !== "",
  });
  const shown = tag === "" ? all : filtered;
  const tags = [...new Set((all.data ?? []).flatMap((exhibit) => exhibit.tagList))].sort((a, b) => a.localeCompare(b));

  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-lg font-semibold">Exhibits</h3>
      <div className="w-60 max-w-full">
        <SelectField label="Tag" value={tag} onChange={(event) => setTag(event.target.value)}>
          <option value="">All tags</option>
          {tags.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </SelectField>
      </div>
      {shown.isPending && <Loading />}
      {shown.isError && <Alert>{shown.error.message}</Alert>}
      {shown.isSuccess && shown.data.length === 0 && <p>There are no exhibits here yet.</p>}
      {shown.isSuccess && (
        <ul className="flex flex-col gap-2">
          {shown.data.map((exhibit) => (
            <li key={exhibit.slug} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-slate-300 py-2 dark:border-slate-700">
              <span className="font-mono">{exhibit.number}</span>
              <Link to={`/exhibits/${exhibit.slug}`} className={`${anchor} min-w-0 break-words`}>
                {exhibit.title}
              </Link>
              {viewer?.role === "curator" && <span className="text-sm">{exhibit.status}</span>}
              <Tags tags={exhibit.tagList} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
