import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { writeNote } from "../api";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FormField } from "../kit/FormField";
import { showErrors } from "../kit/formErrors";
import { ErrorNote } from "../kit/states";
import { strings } from "../strings";

const texts = strings.bookingActions;
const names = ["text"] as const;

interface Values {
  text: string;
}

/** Writes a note on a booking; patients never see it. */
export function NoteDialog({ bookingId, onClose }: { bookingId: number; onClose: () => void }) {
  const queries = useQueryClient();
  const [failure, setFailure] = useState<Error | null>(null);
  const form = useForm<Values>({ defaultValues: { text: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      await writeNote({ id: bookingId }, { text: values.text });
      void queries.invalidateQueries();
      onClose();
    } catch (cause) {
      setFailure(showErrors(cause, names, form.setError));
    }
  });

  return (
    <Dialog title={texts.addNote} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <FormField label={strings.fields.note.text} required={true} error={errors.text?.message}>
          {(control) => <textarea {...control} rows={5} className="control" {...form.register("text")} />}
        </FormField>
        {failure && <ErrorNote error={failure} />}
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={onClose} disabled={isSubmitting}>{strings.cancel}</Button>
          <Button type="submit" look="primary" disabled={isSubmitting}>{isSubmitting ? strings.saving : texts.saveNote}</Button>
        </div>
      </form>
    </Dialog>
  );
}
