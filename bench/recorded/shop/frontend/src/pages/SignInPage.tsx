import { useNavigate } from "react-router";
import { login } from "../api";
import { CredentialsForm } from "../kit/CredentialsForm";
import { useSession } from "../session";
import { strings } from "../strings";

const texts = strings.pages.signIn;

export function SignInPage() {
  const { enter } = useSession();
  const navigate = useNavigate();
  return (
    <CredentialsForm
      title={texts.heading}
      fields={["email", "password"]}
      onSubmit={async ({ email, password }) => {
        await login({ email, password });
        enter();
        await navigate("/products");
      }}
    />
  );
}
