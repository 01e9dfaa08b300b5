import { useQuery } from "@tanstack/react-query";
import { listMissedPatients, resetMissedCount } from "../api";
import { Button } from "../kit/Button";
import { RecordTable } from "../kit/RecordTable";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useAction } from "../kit/useAction";
import { strings } from "../strings";

const texts = strings.pages.missedPatients;
const labels = strings.fields.account;

/** Patients who missed bookings; a therapist resets their count. */
export function MissedPatientsOpenPage() {
  const patients = useQuery({ queryKey: ["missed patients"], queryFn: listMissedPatients });
  const action = useAction();

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{texts.heading}</h1>
      {action.isError && <div className="mb-4"><ErrorNote error={action.error} /></div>}
      <section aria-label={texts.heading} className="panel overflow-hidden">
        {patients.isPending ? (
          <Loading />
        ) : patients.isError ? (
          <div className="p-4"><ErrorNote error={patients.error} onRetry={() => patients.refetch()} /></div>
        ) : patients.data.length === 0 ? (
          <Empty title={texts.empty} />
        ) : (
          <RecordTable
            records={patients.data}
            idOf={(patient) => patient.id}
            columns={[
              { label: labels.name, show: (patient) => patient.name },
              { label: labels.phone, show: (patient) => patient.phone },
              { label: labels.missed_count, show: (patient) => patient.missed_count },
            ]}
            actions={ {
              label: strings.actions,
              show: ({ id, name }) => (
                <Button
                  look="quiet"
                  disabled={action.isPending}
                  aria-label={`${texts.reset} ${name}`}
                  onClick={() => action.mutate(() => resetMissedCount({ id }))}
                >
                  {texts.reset}
                </Button>
              ),
            } }
          />
        )}
      </section>
    </>
  );
}
