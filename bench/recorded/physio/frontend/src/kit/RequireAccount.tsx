import type { ReactNode } from "react";
import { Navigate, useLocation } from "react-router";
import { useSession } from "../session";
import { strings } from "../strings";
import { Empty, Loading } from "./states";

interface Props {
  title: string;
  roles?: string[];
  children: ReactNode;
}

/** Shows a page to accounts only; whoever is not signed in is asked to, and then comes back here. */
export function RequireAccount({ title, roles, children }: Props) {
  const { isSignedIn, isLoading, may } = useSession();
  const { pathname } = useLocation();
  if (!isSignedIn) return <Navigate to={"/sign-in"} replace state={ { from: pathname } } />;
  if (roles === undefined || may(roles)) return children;
  return (
    <>
      <title>{`${title} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{title}</h1>
      <section className="panel">{isLoading ? <Loading /> : <Empty title={strings.notForYou} />}</section>
    </>
  );
}
