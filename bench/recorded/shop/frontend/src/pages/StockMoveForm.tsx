import { useState } from "react";
import { useForm } from "react-hook-form";
import type { StockMove, StockMoveInput, Product } from "../api";
import { Button } from "../kit/Button";
import { FormField } from "../kit/FormField";
import { showErrors } from "../kit/formErrors";
import { ErrorNote } from "../kit/states";
import { strings } from "../strings";

const texts = strings.pages.stockMove;
const labels = strings.fields.stockMove;

/** What the controls hold: text, or a tick. */
interface Values {
  reason: string;
  product: string;
  quantity: string;
}

const names = ["reason", "product", "quantity"] as const;

interface Props {
  record?: StockMove;
  productOptions: Product[];
  onSubmit: (input: StockMoveInput) => Promise<void>;
  onCancel: () => void;
}

export function StockMoveForm({ record, productOptions, onSubmit, onCancel }: Props) {
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
      <FormField label={labels.reason} required={true} error={errors.reason?.message}>
        {(control) => (
          <input {...control} type="text" className="control" {...form.register("reason")} />
        )}
      </FormField>
      <FormField label={labels.product} required={true} error={errors.product?.message}>
        {(control) => (
          <select {...control} className="control" {...form.register("product")}>
            <option value="">{strings.none}</option>
            {productOptions.map((option) => (
              <option key={option.id} value={option.id}>{option.name}</option>
            ))}
          </select>
        )}
      </FormField>
      <FormField label={labels.quantity} required={true} error={errors.quantity?.message}>
        {(control) => (
          <input {...control} type="number" step="any" className="control" {...form.register("quantity")} />
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

function valuesOf(record?: StockMove): Values {
  return {
    reason: record?.reason ?? "",
    product: record?.product?.toString() ?? "",
    quantity: record?.quantity?.toString() ?? "",
  };
}

function inputOf(values: Values): StockMoveInput {
  return {
    reason: values.reason,
    product: numberOf(values.product) as number,
    quantity: numberOf(values.quantity) as number,
  };
}

/** An empty control is absent; what is not a number goes to the API as it stands, which says so. */
function numberOf(text: string): number | null {
  return text.trim() === "" ? null : (Number.isNaN(Number(text)) ? (text as unknown as number) : Number(text));
}
