import { useQuery } from "@tanstack/react-query";
import { listRooms, type Room } from "../api";

const pageSize = 100;

/** All rooms to choose from, sorted by name. */
export function useRoomOptions() {
  const query = useQuery({ queryKey: ["rooms", "options"], queryFn: allOptions });
  const items = query.data ?? [];
  const nameOf = (id: number | null) =>
    id === null ? "" : (items.find((item) => item.id === id)?.name ?? `#${id}`);
  return { items, nameOf };
}

async function allOptions(): Promise<Room[]> {
  const options: Room[] = [];
  for (;;) {
    const { items, total } = await listRooms({
      limit: pageSize,
      offset: options.length,
      sort: "name",
    });
    options.push(...items);
    if (items.length === 0 || options.length >= total) return options;
  }
}
