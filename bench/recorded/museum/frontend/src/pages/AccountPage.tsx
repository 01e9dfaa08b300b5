import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { Link } from "react-router";
import { updateCurrentVisitor, type Language, type Visitor, type VisitorUpdate } from "../api";
import { SelectField, TextField } from "../components/Field";
import { Alert, Notice, Page, anchor, primary } from "../components/ui";
import { emailRules, showErrors, textRules, useSubmit } from "../lib/forms";
import { useSession } from "../lib/session";
import { LANGUAGES } from "./RegisterPage";

interface Values {
  email: string;
  language: Language;
  password: string;
}

export function AccountPage() {
  const { viewer } = useSession();
  return (
    <Page title="My account" heading="My account">
      {viewer === null ? (
        <p>
          <Link to="/login" className={anchor}>
            Log in to change your account
          </Link>
        </p>
      ) : (
        <AccountForm key={viewer.username} viewer={viewer} />
      )}
    </Page>
  );
}

function AccountForm({ viewer }: { viewer: Visitor }) {
  const { changed } = useSession();
  const [saved, setSaved] = useState(false);
  /** The account as the API has it, known before the page is drawn again. */
  const stored = useRef(viewer);
  const { register, handleSubmit, reset, setError, formState } = useForm<Values>({
    defaultValues: { email: viewer.email, language: viewer.language, password: "" },
  });
  const save = async (values: Values) => {
    setSaved(false);
    const visitor: VisitorUpdate = {};
    if (values.email !== stored.current.email) visitor.email = values.email;
    if (values.language !== stored.current.language) visitor.language = values.language;
    if (values.password !== "") visitor.password = values.password;
    if (Object.keys(visitor).length > 0) {
      try {
        const answer = await updateCurrentVisitor({ visitor });
        stored.current = answer.visitor;
        changed(answer.visitor);
        reset({ email: answer.visitor.email, language: answer.visitor.language, password: "" });
      } catch (error) {
        showErrors(error, ["email", "language", "password"], setError);
        return;
      }
    }
    setSaved(true);
  };
  const submit = useSubmit(handleSubmit(save, () => setSaved(false)));
  const { errors } = formState;
  const { minLength, maxLength } = textRules(72, 8);
  return (
    <form noValidate className="flex max-w-md flex-col gap-3" onSubmit={submit}>
      <p>
        Username: <strong>{viewer.username}</strong>
      </p>
      <TextField label="E-mail" type="email" autoComplete="email" error={errors.email} {...register("email", emailRules)} />
      <SelectField label="Language" error={errors.language} {...register("language")}>
        {LANGUAGES.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </SelectField>
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        hint="8 to 72 characters; empty: the password stays"
        error={errors.password}
        {...register("password", { minLength, maxLength })}
      />
      {errors.root && <Alert>{errors.root.message}</Alert>}
      <Notice>{saved && "Your account is saved"}</Notice>
      <button type="submit" className={primary} disabled={formState.isSubmitting}>
        Save
      </button>
    </form>
  );
}
