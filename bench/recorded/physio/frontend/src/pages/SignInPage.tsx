import { useState } from "react";
import { useForm } from "react-hook-form";
import { Navigate, useLocation } from "react-router";
import { login } from "../api";
import { AccountPage } from "../kit/AccountPage";
import { Button } from "../kit/Button";
import { FormField } from "../kit/FormField";
import { showErrors } from "../kit/formErrors";
import { ErrorNote } from "../kit/states";
import { useSession } from "../session";
import { strings } from "../strings";

const labels = strings.fields.account;
const names = ["phone", "password"] as const;

interface Values {
  phone: string;
  password: string;
}

export function SignInPage() {
  const { isSignedIn, enter } = useSession();
  const { state } = useLocation() as { state: { from?: string } | null };
  const [failure, setFailure] = useState<Error | null>(null);
  const form = useForm<Values>({ defaultValues: { phone: "", password: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setFailure(null);
    try {
      await login(values);
      enter();
    } catch (cause) {
      setFailure(showErrors(cause, names, form.setError));
    }
  });

  if (isSignedIn) return <Navigate to={state?.from ?? "/"} replace />;
  return (
    <AccountPage title={strings.signIn} other={ { question: strings.noAccountYet, to: "/register", label: strings.register } }>
      <form onSubmit={submit} noValidate className="space-y-4">
        <FormField label={labels.phone} required error={errors.phone?.message}>
          {(control) => <input {...control} type="text" autoComplete="username" className="control" {...form.register("phone")} />}
        </FormField>
        <FormField label={labels.password} required error={errors.password?.message}>
          {(control) => <input {...control} type="password" autoComplete="current-password" className="control" {...form.register("password")} />}
        </FormField>
        {failure && <ErrorNote error={failure} />}
        <Button type="submit" look="primary" className="w-full" disabled={isSubmitting}>{isSubmitting ? strings.signingIn : strings.signIn}</Button>
      </form>
    </AccountPage>
  );
}
