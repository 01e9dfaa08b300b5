import { Navigate } from "react-router";
import { useSession } from "../session";
import { strings } from "../strings";
import { isFor, type Link } from "./Layout";
import { Empty, Loading } from "./states";

/** Leads to the first page that whoever looks may use; who has to sign in for any is asked to. */
export function Home({ links }: { links: Link[] }) {
  const session = useSession();
  if (session.isLoading) return <Loading />;
  const first = links.find((link) => isFor(link, session));
  if (first !== undefined) return <Navigate to={first.to} replace />;
  if (!session.isSignedIn) return <Navigate to={"/sign-in"} replace />;
  return <Empty title={strings.notForYou} />;
}
