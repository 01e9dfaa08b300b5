import { useNavigate } from "react-router";
import { registerUser } from "../api";
import { CredentialsForm } from "../kit/CredentialsForm";
import { useSession } from "../session";
import { strings } from "../strings";

export function RegisterPage() {
  const { enter } = useSession();
  const navigate = useNavigate();
  return (
    <CredentialsForm
      title={strings.register}
      fields={["username", "email", "password"]}
      onSubmit={async (user) => {
        await registerUser({ user });
        enter();
        await navigate("/trails");
      }}
    />
  );
}
