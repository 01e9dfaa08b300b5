import { useState } from "react";
import { useForm } from "react-hook-form";
import type { NewReport } from "../api";
import { Button } from "../kit/Button";
import { FormField } from "../kit/FormField";
import { showErrors } from "../kit/formErrors";
import { ErrorNote } from "../kit/states";
import { strings } from "../strings";

const names = ["text", "condition"] as const;

/** What the controls hold: text. */
type Values = Record<(typeof names)[number], string>;

/** Stays where it is, and is empty again when a report was taken. */
export function ReportForm({ onSubmit }: { onSubmit: (input: NewReport) => Promise<void> }) {
  const [failure, setFailure] = useState<Error | null>(null);
  const form = useForm<Values>({ defaultValues: { text: "", condition: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      await onSubmit(values as NewReport);
      form.reset();
    } catch (cause) {
      setFailure(showErrors(cause, names, form.setError));
    }
  });

  return (
    <form onSubmit={submit} noValidate aria-label={strings.reports.form} className="panel mb-6 space-y-4 p-6">
      <FormField label={strings.fields.text} required error={errors.text?.message}>
        {(control) => <input {...control} type="text" className="control" {...form.register("text")} />}
      </FormField>
      <FormField label={strings.fields.condition} required error={errors.condition?.message}>
        {(control) => (
          <select {...control} className="control" {...form.register("condition")}>
            <option value="">{strings.choose}</option>
            {Object.entries(strings.conditions).map(([value, label]) => (
              <option key={value} value={value}>{label}</option>
            ))}
          </select>
        )}
      </FormField>
      {failure && <ErrorNote error={failure} />}
      <Button type="submit" look="primary" disabled={isSubmitting}>{strings.reports.add}</Button>
    </form>
  );
}
