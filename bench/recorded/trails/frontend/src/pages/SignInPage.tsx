import { useNavigate } from "react-router";
import { signIn } from "../api";
import { CredentialsForm } from "../kit/CredentialsForm";
import { useSession } from "../session";
import { strings } from "../strings";

export function SignInPage() {
  const { enter } = useSession();
  const navigate = useNavigate();
  return (
    <CredentialsForm
      title={strings.signIn}
      fields={["email", "password"]}
      onSubmit={async ({ email, password }) => {
        await signIn({ user: { email, password } });
        enter();
        await navigate("/trails");
      }}
    />
  );
}
