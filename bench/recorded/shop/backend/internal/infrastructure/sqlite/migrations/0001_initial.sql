CREATE TABLE "accounts" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL UNIQUE COLLATE NOCASE,
    "role" TEXT NOT NULL CHECK ("role" IN ('customer', 'admin')),
    "digest" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);

CREATE TABLE "tokens" (
    "digest" TEXT PRIMARY KEY,
    "account" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE CASCADE,
    "expires_at" TEXT NOT NULL
);
CREATE INDEX "tokens_account" ON "tokens" ("account");

CREATE TABLE "products" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL UNIQUE,
    "description" TEXT,
    "price" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);

CREATE TABLE "stock_moves" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "reason" TEXT NOT NULL,
    "product" INTEGER NOT NULL REFERENCES "products" ("id") ON DELETE RESTRICT,
    "quantity" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);
CREATE INDEX "stock_moves_product" ON "stock_moves" ("product");

CREATE TABLE "cart_lines" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "product" INTEGER NOT NULL REFERENCES "products" ("id") ON DELETE RESTRICT,
    "quantity" INTEGER NOT NULL,
    "customer" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE RESTRICT,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,
    UNIQUE ("customer", "product")
);
CREATE INDEX "cart_lines_product" ON "cart_lines" ("product");

CREATE TABLE "orders" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "address" TEXT NOT NULL,
    "customer" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE RESTRICT,
    "total" INTEGER NOT NULL,
    "status" TEXT NOT NULL CHECK ("status" IN ('placed', 'shipped')),
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);
CREATE INDEX "orders_customer" ON "orders" ("customer");

CREATE TABLE "order_lines" (
    "order" INTEGER NOT NULL REFERENCES "orders" ("id") ON DELETE CASCADE,
    "product" INTEGER NOT NULL REFERENCES "products" ("id") ON DELETE RESTRICT,
    "name" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "price" INTEGER NOT NULL,
    PRIMARY KEY ("order", "product")
);
CREATE INDEX "order_lines_product" ON "order_lines" ("product");
