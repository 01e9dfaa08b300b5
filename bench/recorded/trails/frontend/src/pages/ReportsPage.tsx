import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { addReport, listReports, readTrail, removeReport, type NewReport } from "../api";
import { Button } from "../kit/Button";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useSession } from "../session";
import { strings } from "../strings";
import { ReportForm } from "./ReportForm";

const texts = strings.reports;

/** What one trail was like lately, and a form to say so. */
export function ReportsPage() {
  const { slug = "" } = useParams();
  const { walker } = useSession();
  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries();
  const trail = useQuery({ queryKey: ["trail", slug], queryFn: () => readTrail({ slug }) });
  const list = useQuery({ queryKey: ["reports", slug], queryFn: () => listReports({ slug }) });
  const add = useMutation({ mutationFn: (report: NewReport) => addReport({ slug }, { report }), onSuccess: changed });
  const remove = useMutation({ mutationFn: (id: number) => removeReport({ slug, id }), onSuccess: changed });
  const heading = texts.heading(trail.data?.trail.name ?? slug);

  return (
    <>
      <title>{`${heading} · ${strings.appTitle}`}</title>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 className="min-w-0 text-2xl font-semibold break-words">{heading}</h1>
        <Link to="/trails" className="underline">{texts.back}</Link>
      </div>

      {walker && !trail.isError ? (
        <ReportForm
          onSubmit={async (report) => {
            await add.mutateAsync(report);
          }}
        />
      ) : (
        <p className="mb-6">{texts.signInFirst}</p>
      )}
      {remove.error && <div className="mb-4"><ErrorNote error={remove.error} /></div>}

      <section aria-label={heading} className="panel overflow-hidden">
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <div className="p-4"><ErrorNote error={list.error} onRetry={() => list.refetch()} /></div>
        ) : list.data.reports.length === 0 ? (
          <Empty title={texts.empty} />
        ) : (
          <ul className="divide-y divide-slate-200 dark:divide-slate-800">
            {list.data.reports.map((report) => (
              <li key={report.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
                <div className="min-w-0">
                  <p className="break-words">{report.text}</p>
                  <p className="text-sm text-slate-700 dark:text-slate-300">
                    {`${strings.conditions[report.condition]}, ${strings.by(report.author.username)}`}
                  </p>
                </div>
                {walker?.username === report.author.username && (
                  <Button look="quietDanger" aria-label={`${texts.takeBack} ${report.text}`} onClick={() => remove.mutate(report.id)}>
                    {texts.takeBack}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
