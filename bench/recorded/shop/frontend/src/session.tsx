import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import { me, signOut, token, type User } from "./api";

interface Session {
  /** Who signed in; null when nobody did, or while it is being asked. */
  account: User | null;
  isAdmin: boolean;
  enter: () => void;
  leave: () => void;
}

const SessionContext = createContext<Session | null>(null);

/** Knows who signed in, as long as the API takes the token. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [signed, setSigned] = useState(() => token() !== null);
  const asked = useQuery({ queryKey: ["me"], queryFn: me, enabled: signed });
  const account = signed ? (asked.data ?? null) : null;
  const session = useMemo<Session>(
    () => ({
      account,
      isAdmin: account?.role === "admin",
      enter: () => {
        queries.clear();
        setSigned(true);
      },
      leave: () => {
        signOut();
        queries.clear();
        setSigned(false);
      },
    }),
    [account, queries],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession needs a SessionProvider above it");
  return session;
}
