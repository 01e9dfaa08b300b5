import { useMutation, useQueryClient } from "@tanstack/react-query";

/** Runs what a button does; after a success everything that is shown is loaded again. */
export function useAction() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (action: () => Promise<unknown>) => action(),
    onSuccess: () => queries.invalidateQueries(),
  });
}
