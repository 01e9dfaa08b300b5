import { useForm } from "react-hook-form";
import { Navigate } from "react-router";
import { ApiError, login } from "../api";
import { TextField } from "../components/Field";
import { Alert, Page, primary } from "../components/ui";
import { emailRules, messageOf, useOnce } from "../lib/forms";
import { useSession } from "../lib/session";

interface Values {
  email: string;
  password: string;
}

export function LoginPage() {
  const { viewer, enter } = useSession();
  const { register, handleSubmit, setError, formState } = useForm<Values>({ defaultValues: { email: "", password: "" } });
  const send = useOnce(async ({ email, password }: Values) => {
    try {
      enter(await login({ visitor: { email, password } }));
    } catch (error) {
      const wrong = error instanceof ApiError && error.status === 401;
      setError("root", { message: wrong ? "The e-mail address or the password is wrong." : messageOf(error) });
    }
  });
  if (viewer !== null) return <Navigate to="/" replace />;
  return (
    <Page title="Log in" heading="Log in">
      <form noValidate className="flex max-w-md flex-col gap-3" onSubmit={(event) => void handleSubmit(send)(event)}>
        <TextField label="E-mail" type="email" autoComplete="username" error={formState.errors.email} {...register("email", emailRules)} />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          error={formState.errors.password}
          {...register("password", { required: "is required" })}
        />
        {formState.errors.root && <Alert>{formState.errors.root.message}</Alert>}
        <button type="submit" className={primary} disabled={formState.isSubmitting}>
          Log in
        </button>
      </form>
    </Page>
  );
}
