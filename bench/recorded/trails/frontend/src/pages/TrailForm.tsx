import { useState } from "react";
import { useForm } from "react-hook-form";
import type { NewTrail, Trail } from "../api";
import { Button } from "../kit/Button";
import { FormField } from "../kit/FormField";
import { showErrors } from "../kit/formErrors";
import { ErrorNote } from "../kit/states";
import { strings } from "../strings";

const labels = strings.fields;
const names = ["name", "summary", "region", "lengthKm", "warning"] as const;

/** What the controls hold: text. */
type Values = Record<(typeof names)[number], string>;

interface Props {
  record?: Trail;
  onSubmit: (input: NewTrail) => Promise<void>;
  onCancel: () => void;
}

export function TrailForm({ record, onSubmit, onCancel }: Props) {
  const [failure, setFailure] = useState<Error | null>(null);
  const form = useForm<Values>({ defaultValues: valuesOf(record) });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      await onSubmit(inputOf(values));
    } catch (cause) {
      setFailure(showErrors(cause, names, form.setError));
    }
  });

  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <FormField label={labels.name} required error={errors.name?.message}>
        {(control) => <input {...control} type="text" className="control" {...form.register("name")} />}
      </FormField>
      <FormField label={labels.summary} required error={errors.summary?.message}>
        {(control) => <textarea {...control} rows={4} className="control" {...form.register("summary")} />}
      </FormField>
      <FormField label={labels.region} required error={errors.region?.message}>
        {(control) => (
          <select {...control} className="control" {...form.register("region")}>
            <option value="">{strings.choose}</option>
            {Object.entries(strings.regions).map(([value, label]) => (
              <option key={value} value={value}>{label}</option>
            ))}
          </select>
        )}
      </FormField>
      <FormField label={labels.lengthKm} required error={errors.lengthKm?.message}>
        {(control) => <input {...control} type="number" step="any" className="control" {...form.register("lengthKm")} />}
      </FormField>
      <FormField label={labels.warning} error={errors.warning?.message}>
        {(control) => <input {...control} type="text" className="control" {...form.register("warning")} />}
      </FormField>
      {failure && <ErrorNote error={failure} />}
      <div className="flex justify-end gap-2 pt-2">
        <Button onClick={onCancel} disabled={isSubmitting}>{strings.cancel}</Button>
        <Button type="submit" look="primary" disabled={isSubmitting}>{isSubmitting ? strings.saving : strings.trails.save}</Button>
      </div>
    </form>
  );
}

function valuesOf(record?: Trail): Values {
  return {
    name: record?.name ?? "",
    summary: record?.summary ?? "",
    region: record?.region ?? "",
    lengthKm: record?.lengthKm.toString() ?? "",
    warning: record?.warning ?? "",
  };
}

/** What is missing, or is no number, goes to the API as it stands, which says so beside the field. */
function inputOf({ name, summary, region, lengthKm, warning }: Values): NewTrail {
  const length = lengthKm.trim() === "" ? null : Number(lengthKm);
  return { name, summary, region, lengthKm: length, warning: warning || null } as NewTrail;
}
