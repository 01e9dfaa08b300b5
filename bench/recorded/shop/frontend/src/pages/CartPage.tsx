import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useNavigate } from "react-router";
import { checkout, deleteCartLine, getProduct, listCartLines, replaceCartLine, type CartLine, type OrderInput } from "../api";
import { Button } from "../kit/Button";
import { FormField } from "../kit/FormField";
import { OnlyFor } from "../kit/OnlyFor";
import { showErrors } from "../kit/formErrors";
import { money } from "../kit/money";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { strings } from "../strings";

const texts = strings.pages.cart;
const labels = strings.fields.cartLine;
const mostLines = 100;

export function CartPage() {
  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{texts.heading}</h1>
      <section aria-label={texts.heading} className="panel">
        <OnlyFor><Cart /></OnlyFor>
      </section>
    </>
  );
}

function Cart() {
  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries();
  const list = useQuery({ queryKey: ["cart_lines"], queryFn: () => listCartLines({ limit: mostLines }) });
  const products = useQueries({
    queries: (list.data?.items ?? []).map((line) => ({
      queryKey: ["products", line.product],
      queryFn: () => getProduct(line.product),
    })),
  });
  const change = useMutation({
    mutationFn: ({ line, quantity }: { line: CartLine; quantity: number }) =>
      replaceCartLine(line.id, { product: line.product, quantity }),
    onSuccess: changed,
  });
  const remove = useMutation({ mutationFn: (line: CartLine) => deleteCartLine(line.id), onSuccess: changed });
  const refusal = change.error ?? remove.error;

  if (list.error) return <div className="p-4"><ErrorNote error={list.error} onRetry={() => void list.refetch()} /></div>;
  if (!list.data) return <Loading />;
  if (list.data.items.length === 0) return <Empty title={texts.empty} hint={texts.emptyHint} />;

  const productOf = (line: CartLine) => products.find((one) => one.data?.id === line.product)?.data;
  const nameOf = (line: CartLine) => productOf(line)?.name ?? strings.loading;
  const costOf = (line: CartLine) => (productOf(line)?.price ?? 0) * line.quantity;
  const total = list.data.items.reduce((sum, line) => sum + costOf(line), 0);
  return (
    <>
      {refusal && <div className="p-4"><ErrorNote error={refusal} /></div>}
      <table className="records w-full text-left text-sm">
        <thead>
          <tr>
            <th scope="col" className="px-4 py-3 font-semibold">{labels.product}</th>
            <th scope="col" className="px-4 py-3 font-semibold">{labels.quantity}</th>
            <th scope="col" className="px-4 py-3 font-semibold">{texts.cost}</th>
            <th scope="col" className="px-4 py-3 text-right font-semibold">{strings.actions}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
          {list.data.items.map((line) => (
            <tr key={line.id}>
              <td data-label={labels.product} className="px-4 py-3 font-medium break-words">{nameOf(line)}</td>
              <td data-label={labels.quantity} className="px-4 py-2">
                <input
                  type="number"
                  min={1}
                  max={20}
                  className="control max-w-24"
                  aria-label={texts.quantityOf(nameOf(line))}
                  key={line.quantity}
                  defaultValue={line.quantity}
                  onBlur={(event) => {
                    const quantity = Number(event.target.value);
                    if (quantity !== line.quantity) change.mutate({ line, quantity });
                  }}
                />
              </td>
              <td data-label={texts.cost} className="px-4 py-3">{money(costOf(line))}</td>
              <td data-label={strings.actions} className="px-4 py-2 text-right whitespace-nowrap">
                <Button look="quietDanger" aria-label={`${texts.remove} ${nameOf(line)}`} onClick={() => remove.mutate(line)}>{texts.remove}</Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="border-t border-slate-200 px-4 py-3 text-right font-semibold dark:border-slate-800">{texts.total(money(total))}</p>
      <CheckoutForm />
    </>
  );
}

function CheckoutForm() {
  const [failure, setFailure] = useState<Error | null>(null);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useForm<OrderInput>({ defaultValues: { address: "" } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      await checkout(values);
    } catch (cause) {
      setFailure(showErrors(cause, ["address"], form.setError));
      return;
    }
    await queries.invalidateQueries();
    await navigate("/orders");
  });
  return (
    <form onSubmit={submit} noValidate className="space-y-4 border-t border-slate-200 p-4 dark:border-slate-800">
      <FormField label={texts.address} required error={errors.address?.message}>
        {(control) => <input {...control} type="text" autoComplete="street-address" className="control" {...form.register("address")} />}
      </FormField>
      {failure && <ErrorNote error={failure} />}
      <Button type="submit" look="primary" disabled={isSubmitting}>{texts.checkOut}</Button>
    </form>
  );
}
