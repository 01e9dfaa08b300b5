import { useState } from "react";
import { useForm } from "react-hook-form";
import type { Lesson, LessonInput } from "../api";
import { Button } from "../kit/Button";
import { FormField } from "../kit/FormField";
import { showErrors } from "../kit/formErrors";
import { ErrorNote } from "../kit/states";
import { strings } from "../strings";

const texts = strings.pages.lesson;
const labels = strings.fields.lesson;

/** What the controls hold: text, or a tick. */
interface Values {
  title: string;
  starts: string;
  places: string;
}

const names = ["title", "starts", "places"] as const;

interface Props {
  record?: Lesson;
  onSubmit: (input: LessonInput) => Promise<void>;
  onCancel: () => void;
}

export function LessonForm({ record, onSubmit, onCancel }: Props) {
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
      <FormField label={labels.title} required={true} error={errors.title?.message}>
        {(control) => (
          <input {...control} type="text" className="control" {...form.register("title")} />
        )}
      </FormField>
      <FormField label={labels.starts} required={true} error={errors.starts?.message}>
        {(control) => (
          <input {...control} type="datetime-local" className="control" {...form.register("starts")} />
        )}
      </FormField>
      <FormField label={labels.places} required={true} error={errors.places?.message}>
        {(control) => (
          <input {...control} type="number" step="any" className="control" {...form.register("places")} />
        )}
      </FormField>
      {failure && <ErrorNote error={failure} />}
      <div className="flex justify-end gap-2 pt-2">
        <Button onClick={onCancel} disabled={isSubmitting}>{strings.cancel}</Button>
        <Button type="submit" look="primary" disabled={isSubmitting}>{isSubmitting ? strings.saving : texts.save}</Button>
      </div>
    </form>
  );
}

function valuesOf(record?: Lesson): Values {
  return {
    title: record?.title ?? "",
    starts: record?.starts ? localInstant(record.starts) : "",
    places: record?.places?.toString() ?? "",
  };
}

function inputOf(values: Values): LessonInput {
  return {
    title: values.title,
    starts: instantOf(values.starts) as string,
    places: numberOf(values.places) as number,
  };
}

/** An empty control is absent; what is not a number goes to the API as it stands, which says so. */
function numberOf(text: string): number | null {
  return text.trim() === "" ? null : (Number.isNaN(Number(text)) ? (text as unknown as number) : Number(text));
}

/** An instant in the form that a datetime-local control takes, in the person's own time zone. */
function localInstant(instant: string): string {
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function instantOf(text: string): string | null {
  return text === "" ? null : new Date(text).toISOString();
}
