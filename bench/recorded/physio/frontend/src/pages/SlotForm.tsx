import { useState } from "react";
import { useForm } from "react-hook-form";
import type { Slot, SlotInput, Room } from "../api";
import { Button } from "../kit/Button";
import { FormField } from "../kit/FormField";
import { showErrors } from "../kit/formErrors";
import { ErrorNote } from "../kit/states";
import { strings } from "../strings";

const texts = strings.pages.slot;
const labels = strings.fields.slot;

/** The values of the controls: text, a boolean. */
interface Values {
  starts_at: string;
  minutes: string;
  room_id: string;
}

const names = ["starts_at", "minutes", "room_id"] as const;

interface Props {
  record?: Slot;
  roomOptions: Room[];
  onSubmit: (input: SlotInput) => Promise<void>;
  onCancel: () => void;
}

export function SlotForm({ record, roomOptions, onSubmit, onCancel }: Props) {
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
      <FormField label={labels.starts_at} required={true} error={errors.starts_at?.message}>
        {(control) => (
          <input {...control} type="datetime-local" className="control" {...form.register("starts_at")} />
)}
      </FormField>
      <FormField label={labels.minutes} required={true} error={errors.minutes?.message}>
        {(control) => (
          <select {...control} className="control" {...form.register("minutes")}>
            <option value="">{strings.choose}</option>
            <option value="20">{"20"}</option>
            <option value="40">{"40"}</option>
          </select>
)}
      </FormField>
      <FormField label={labels.room_id} required={true} error={errors.room_id?.message}>
        {(control) => (
          <select {...control} className="control" {...form.register("room_id")}>
            <option value="">{strings.choose}</option>
            {roomOptions.map((option) => (
              <option key={option.id} value={option.id}>{option.name}</option>
            ))}
          </select>
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

function valuesOf(record?: Slot): Values {
  return {
    starts_at: record?.starts_at ? localInstant(record.starts_at) : "",
    minutes: record?.minutes ?? "",
    room_id: record?.room_id?.toString() ?? "",
  };
}

function inputOf(values: Values): SlotInput {
  return {
    starts_at: instantOf(values.starts_at) as string,
    minutes: values.minutes as SlotInput["minutes"],
    room_id: numberOf(values.room_id) as number,
  };
}

/** An empty control is absent; a text that is not a number is sent unchanged, so that the API reports it. */
function numberOf(text: string): number | null {
  return text.trim() === "" ? null : (Number.isNaN(Number(text)) ? (text as unknown as number) : Number(text));
}

/** An instant in the format of a datetime-local control, in the user's time zone. */
function localInstant(instant: string): string {
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function instantOf(text: string): string | null {
  return text === "" ? null : new Date(text).toISOString();
}
