import { useNavigate } from "react-router";
import { register } from "../api";
import { CredentialsForm } from "../kit/CredentialsForm";
import { useSession } from "../session";
import { strings } from "../strings";

const texts = strings.pages.register;

export function RegisterPage() {
  const { enter } = useSession();
  const navigate = useNavigate();
  return (
    <CredentialsForm
      title={texts.heading}
      fields={["name", "email", "password"]}
      onSubmit={async (values) => {
        await register(values);
        enter();
        await navigate("/products");
      }}
    />
  );
}
