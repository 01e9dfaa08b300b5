import { useState } from "react";
import { useForm } from "react-hook-form";
import { strings } from "../strings";
import { Button } from "./Button";
import { FormField } from "./FormField";
import { showErrors } from "./formErrors";
import { ErrorNote } from "./states";

interface Values {
  username: string;
  email: string;
  password: string;
}

type Name = keyof Values;

const types: Record<Name, string> = { username: "text", email: "email", password: "password" };

interface Props {
  title: string;
  fields: readonly Name[];
  onSubmit: (values: Values) => Promise<void>;
}

/** A page of its own that asks who somebody is. */
export function CredentialsForm({ title, fields, onSubmit }: Props) {
  const [failure, setFailure] = useState<Error | null>(null);
  const form = useForm<Values>({ defaultValues: { username: "", email: "", password: "" } });
  const { errors, isSubmitting } = form.formState;
  const isNew = fields.includes("username");

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      await onSubmit(values);
    } catch (cause) {
      setFailure(showErrors(cause, fields, form.setError));
    }
  });

  const completing = (name: Name) => (name === "password" ? `${isNew ? "new" : "current"}-password` : name);

  return (
    <>
      <title>{`${title} · ${strings.appTitle}`}</title>
      <div className="mx-auto max-w-sm">
        <h1 className="mb-6 text-2xl font-semibold">{title}</h1>
        <form onSubmit={submit} noValidate className="panel space-y-4 p-6">
          {fields.map((name) => (
            <FormField key={name} label={strings.fields[name]} required error={errors[name]?.message}>
              {(control) => (
                <input {...control} type={types[name]} autoComplete={completing(name)} className="control" {...form.register(name)} />
              )}
            </FormField>
          ))}
          {failure && <ErrorNote error={failure} />}
          <Button type="submit" look="primary" className="w-full" disabled={isSubmitting}>{title}</Button>
        </form>
      </div>
    </>
  );
}
