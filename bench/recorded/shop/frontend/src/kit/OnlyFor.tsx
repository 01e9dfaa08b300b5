import type { ReactNode } from "react";
import { Link } from "react-router";
import { useSession } from "../session";
import { strings } from "../strings";
import { Empty } from "./states";

/** Shows its content to who may see it, and to everybody else how to come in. */
export function OnlyFor({ admin = false, children }: { admin?: boolean; children: ReactNode }) {
  const { account, isAdmin } = useSession();
  if (admin ? isAdmin : account !== null) return children;
  if (account !== null) return <Empty title={strings.adminOnly} />;
  return <Empty title={strings.unsigned} action={<Link className="underline" to="/sign-in">{strings.pages.signIn.heading}</Link>} />;
}
