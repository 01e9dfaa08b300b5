import { useForm } from "react-hook-form";
import { Navigate } from "react-router";
import { registerVisitor, type Language } from "../api";
import { SelectField, TextField } from "../components/Field";
import { Alert, Page, primary } from "../components/ui";
import { emailRules, showErrors, textRules, useOnce } from "../lib/forms";
import { useSession } from "../lib/session";

interface Values {
  username: string;
  email: string;
  password: string;
  language: Language;
}

export const LANGUAGES: readonly Language[] = ["en", "de", "fr", "es"];

export function RegisterPage() {
  const { viewer, enter } = useSession();
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: { username: "", email: "", password: "", language: "en" },
  });
  const send = useOnce(async (visitor: Values) => {
    try {
      enter(await registerVisitor({ visitor }));
    } catch (error) {
      showErrors(error, ["username", "email", "password", "language"], setError);
    }
  });
  if (viewer !== null) return <Navigate to="/" replace />;
  const { errors } = formState;
  const failed = errors.root ?? Object.values(errors).find((each) => each?.type === "server");
  return (
    <Page title="Register" heading="Register">
      <form noValidate className="flex max-w-md flex-col gap-3" onSubmit={(event) => void handleSubmit(send)(event)}>
        <TextField
          label="Username"
          autoComplete="nickname"
          hint="3 to 30 letters, digits, _ or -"
          error={errors.username}
          {...register("username", {
            ...textRules(30, 3),
            pattern: { value: /^[A-Za-z0-9_-]+$/, message: "may have letters, digits, _ and - only" },
          })}
        />
        <TextField label="E-mail" type="email" autoComplete="email" error={errors.email} {...register("email", emailRules)} />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="8 to 72 characters"
          error={errors.password}
          {...register("password", textRules(72, 8))}
        />
        <SelectField label="Language" error={errors.language} {...register("language")}>
          {LANGUAGES.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </SelectField>
        {failed && <Alert>{errors.root?.message ?? "Not registered. See the messages at the fields."}</Alert>}
        <button type="submit" className={primary} disabled={formState.isSubmitting}>
          Register
        </button>
      </form>
    </Page>
  );
}
