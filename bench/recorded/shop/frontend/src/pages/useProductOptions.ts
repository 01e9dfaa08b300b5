import { useQuery } from "@tanstack/react-query";
import { listProducts, type Product } from "../api";

const pageSize = 100;
const most = 1000;

/** The products that a person can choose from, by name; the newest thousand of them. */
export function useProductOptions() {
  const query = useQuery({ queryKey: ["products", "options"], queryFn: allOptions });
  const items = query.data ?? [];
  const nameOf = (id: number | null) =>
    id === null ? "" : (items.find((item) => item.id === id)?.name ?? `#${id}`);
  return { items, nameOf };
}

async function allOptions(): Promise<Product[]> {
  const options: Product[] = [];
  for (let offset = 0; offset < most; offset += pageSize) {
    const { items, total } = await listProducts({ limit: pageSize, offset, sort: "name" });
    options.push(...items);
    if (options.length >= total) break;
  }
  return options;
}
