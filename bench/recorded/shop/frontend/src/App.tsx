import { Navigate, Route, Routes } from "react-router";
import { Layout } from "./kit/Layout";
import { CartPage } from "./pages/CartPage";
import { OrderPage } from "./pages/OrderPage";
import { ProductPage } from "./pages/ProductPage";
import { RegisterPage } from "./pages/RegisterPage";
import { SalesPage } from "./pages/SalesPage";
import { SignInPage } from "./pages/SignInPage";
import { StockMovePage } from "./pages/StockMovePage";
import { SessionProvider } from "./session";
import { strings } from "./strings";

const links = [
  { to: "/products", label: strings.pages.product.heading },
  { to: "/cart", label: strings.pages.cart.heading },
  { to: "/orders", label: strings.pages.order.heading },
  { to: "/stock-moves", label: strings.pages.stockMove.heading, adminOnly: true },
  { to: "/sales", label: strings.pages.sales.heading, adminOnly: true },
];

export function App() {
  return (
    <SessionProvider>
      <Layout title={strings.appTitle} links={links}>
        <Routes>
          <Route path="/products" element={<ProductPage />} />
          <Route path="/cart" element={<CartPage />} />
          <Route path="/orders" element={<OrderPage />} />
          <Route path="/stock-moves" element={<StockMovePage />} />
          <Route path="/sales" element={<SalesPage />} />
          <Route path="/sign-in" element={<SignInPage />} />
          <Route path="/register" element={<RegisterPage />} />
          <Route path="*" element={<Navigate to="/products" replace />} />
        </Routes>
      </Layout>
    </SessionProvider>
  );
}
