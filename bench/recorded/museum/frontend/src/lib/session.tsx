import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { getCurrentVisitor, signOut, token, type Visitor } from "../api";

export interface Session {
  /** The account that is signed in, or null. */
  viewer: Visitor | null;
  /** Whether the client holds a token, even if its account is not known yet. */
  signedIn: boolean;
  loading: boolean;
  /** An error that is no refusal of the token: the API is down. */
  error: Error | null;
  enter: (visitor: Visitor) => void;
  changed: (visitor: Visitor) => void;
  leave: () => void;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [signedIn, setSignedIn] = useState(() => token() !== null);
  const me = useQuery({
    queryKey: ["me"],
    queryFn: async () => (await getCurrentVisitor()).visitor,
    enabled: signedIn,
    staleTime: Infinity,
  });

  const leave = useCallback(() => {
    signOut();
    void client.cancelQueries();
    client.clear();
    setSignedIn(false);
  }, [client]);

  const enter = useCallback(
    (visitor: Visitor) => {
      client.clear();
      client.setQueryData(["me"], visitor);
      setSignedIn(true);
    },
    [client],
  );

  const changed = useCallback((visitor: Visitor) => client.setQueryData(["me"], visitor), [client]);

  useEffect(() => {
    window.addEventListener("session-expired", leave);
    return () => window.removeEventListener("session-expired", leave);
  }, [leave]);

  const viewer = signedIn ? (me.data ?? null) : null;
  const loading = signedIn && me.isPending;
  const error = signedIn ? me.error : null;
  const session = useMemo(
    () => ({ viewer, signedIn, loading, error, enter, changed, leave }),
    [viewer, signedIn, loading, error, enter, changed, leave],
  );
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession needs a SessionProvider.");
  return session;
}
