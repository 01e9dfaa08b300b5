import { useState } from "react";
import { useForm } from "react-hook-form";
import type { Product, ProductInput } from "../api";
import { Button } from "../kit/Button";
import { FormField } from "../kit/FormField";
import { showErrors } from "../kit/formErrors";
import { ErrorNote } from "../kit/states";
import { strings } from "../strings";

const texts = strings.pages.product;
const labels = strings.fields.product;

/** What the controls hold: text, or a tick. */
interface Values {
  name: string;
  description: string;
  price: string;
}

const names = ["name", "description", "price"] as const;

interface Props {
  record?: Product;
  onSubmit: (input: ProductInput) => Promise<void>;
  onCancel: () => void;
}

export function ProductForm({ record, onSubmit, onCancel }: Props) {
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
      <FormField label={labels.name} required={true} error={errors.name?.message}>
        {(control) => (
          <input {...control} type="text" className="control" {...form.register("name")} />
        )}
      </FormField>
      <FormField label={labels.description} required={false} error={errors.description?.message}>
        {(control) => (
          <textarea {...control} rows={4} className="control" {...form.register("description")} />
        )}
      </FormField>
      <FormField label={labels.price} required={true} error={errors.price?.message}>
        {(control) => (
          <input {...control} type="number" step="any" className="control" {...form.register("price")} />
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

function valuesOf(record?: Product): Values {
  return {
    name: record?.name ?? "",
    description: record?.description ?? "",
    price: record?.price?.toString() ?? "",
  };
}

function inputOf(values: Values): ProductInput {
  return {
    name: values.name,
    description: values.description || null,
    price: numberOf(values.price) as number,
  };
}

/** An empty control is absent; what is not a number goes to the API as it stands, which says so. */
function numberOf(text: string): number | null {
  return text.trim() === "" ? null : (Number.isNaN(Number(text)) ? (text as unknown as number) : Number(text));
}
