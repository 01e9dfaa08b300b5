import { useState } from "react";
import { useForm } from "react-hook-form";
import { Navigate, useLocation } from "react-router";
import { register, type AccountInput } from "../api";
import { AccountPage } from "../kit/AccountPage";
import { Button } from "../kit/Button";
import { FormField } from "../kit/FormField";
import { showErrors } from "../kit/formErrors";
import { ErrorNote } from "../kit/states";
import { useSession } from "../session";
import { strings } from "../strings";

const labels = strings.fields.account;
const names = ["name", "phone", "date_of_birth", "password"] as const;

/** The values of the controls: text, or a boolean. */
interface Values {
  name: string;
  phone: string;
  date_of_birth: string;
  password: string;
}

export function RegisterPage() {
  const { isSignedIn, enter } = useSession();
  const { state } = useLocation() as { state: { from?: string } | null };
  const [failure, setFailure] = useState<Error | null>(null);
  const form = useForm<Values>({
    defaultValues: { name: "", phone: "", date_of_birth: "", password: "" },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      await register(inputOf(values));
      enter();
    } catch (cause) {
      setFailure(showErrors(cause, names, form.setError));
    }
  });

  if (isSignedIn) return <Navigate to={state?.from ?? "/"} replace />;
  return (
    <AccountPage title={strings.register} other={ { question: strings.haveAnAccount, to: "/sign-in", label: strings.signIn } }>
      <form onSubmit={submit} noValidate className="space-y-4">
        <FormField label={labels.name} required={true} error={errors.name?.message}>
          {(control) => (
          <input {...control} type="text" className="control" {...form.register("name")} />
)}
        </FormField>
        <FormField label={labels.phone} required={true} error={errors.phone?.message}>
          {(control) => <input {...control} type="text" autoComplete="username" className="control" {...form.register("phone")} />}
        </FormField>
        <FormField label={labels.date_of_birth} required={true} error={errors.date_of_birth?.message}>
          {(control) => (
          <input {...control} type="date" className="control" {...form.register("date_of_birth")} />
)}
        </FormField>
        <FormField label={labels.password} required={true} error={errors.password?.message}>
          {(control) => <input {...control} type="password" autoComplete="new-password" className="control" {...form.register("password")} />}
        </FormField>
        {failure && <ErrorNote error={failure} />}
        <Button type="submit" look="primary" className="w-full" disabled={isSubmitting}>{isSubmitting ? strings.signingIn : strings.register}</Button>
      </form>
    </AccountPage>
  );
}

function inputOf(values: Values): AccountInput {
  return {
    name: values.name,
    phone: values.phone,
    date_of_birth: values.date_of_birth,
    password: values.password,
  };
}
