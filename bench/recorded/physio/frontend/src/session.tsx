import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { me, signOut, token, type Account } from "./api";

export interface Session {
  /** The account that signed in; null when nobody did, or while it is being loaded. */
  account: Account | null;
  isSignedIn: boolean;
  isLoading: boolean;
  /** Whether the account has one of the roles; without roles, whether anybody signed in. */
  may: (roles?: string[]) => boolean;
  /** Uses the token that the client just stored. */
  enter: () => void;
  leave: () => void;
}

const SessionContext = createContext<Session | null>(null);

/** Knows who signed in, as long as the API accepts the token. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [isSignedIn, setSignedIn] = useState(() => token() !== null);
  const asked = useQuery({ queryKey: ["me"], queryFn: me, enabled: isSignedIn });
  const account = isSignedIn ? (asked.data ?? null) : null;

  useEffect(() => {
    // The client removes a token that the API refuses; another tab may have signed out.
    const check = () => {
      if (token() !== null) return;
      setSignedIn((was) => {
        if (was) queueMicrotask(() => queries.clear());
        return false;
      });
    };
    const unsubscribe = [queries.getQueryCache().subscribe(check), queries.getMutationCache().subscribe(check)];
    globalThis.addEventListener("storage", check);
    return () => {
      unsubscribe.forEach((stop) => stop());
      globalThis.removeEventListener("storage", check);
    };
  }, [queries]);

  const session = useMemo<Session>(
    () => ({
      account,
      isSignedIn,
      isLoading: isSignedIn && account === null && !asked.isError,
      may: (roles = []) => isSignedIn && (roles.length === 0 || (account !== null && roles.includes(account.role))),
      enter: () => {
        queries.clear();
        setSignedIn(true);
      },
      leave: () => {
        signOut();
        queries.clear();
        setSignedIn(false);
      },
    }),
    [account, asked.isError, isSignedIn, queries],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession needs a SessionProvider above it");
  return session;
}
