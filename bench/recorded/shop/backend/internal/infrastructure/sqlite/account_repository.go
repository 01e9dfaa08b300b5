package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"shop/backend/internal/domain"
)

// AccountRepository keeps accounts and the digests of their tokens.
type AccountRepository struct {
	store *Store
}

// Accounts gives access to the stored accounts.
func (s *Store) Accounts() *AccountRepository { return &AccountRepository{store: s} }

const accountColumns = `"id", "name", "email", "role", "digest", "created_at", "updated_at"`

// Create stores a new account.
func (r *AccountRepository) Create(ctx context.Context, account domain.Account) (domain.Account, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "accounts" ("name", "email", "role", "digest", "created_at", "updated_at") VALUES (?, ?, ?, ?, ?, ?)`,
		account.Name, account.Email, account.Role, account.Digest,
		formatInstant(account.CreatedAt), formatInstant(account.UpdatedAt))
	if err != nil {
		return domain.Account{}, translate(err)
	}
	account.ID, err = result.LastInsertId()
	return account, err
}

// ByEmail reads the account that signs in with an address.
func (r *AccountRepository) ByEmail(ctx context.Context, email string) (domain.Account, error) {
	return scanAccount(r.store.queryer(ctx).QueryRowContext(ctx,
		"SELECT "+accountColumns+` FROM "accounts" WHERE "email" = ?`, email))
}

// ByToken reads the account that a token which has not expired was given to.
func (r *AccountRepository) ByToken(ctx context.Context, digest string, now time.Time) (domain.Account, error) {
	return scanAccount(r.store.queryer(ctx).QueryRowContext(ctx,
		"SELECT "+accountColumns+` FROM "accounts" WHERE "id" =
			(SELECT "account" FROM "tokens" WHERE "digest" = ? AND "expires_at" > ?)`,
		digest, formatInstant(now)))
}

// KeepToken stores the digest of a token, and forgets those that have expired.
func (r *AccountRepository) KeepToken(ctx context.Context, digest string, account int64, now, expires time.Time) error {
	if _, err := r.store.queryer(ctx).ExecContext(ctx,
		`DELETE FROM "tokens" WHERE "expires_at" <= ?`, formatInstant(now)); err != nil {
		return err
	}
	_, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "tokens" ("digest", "account", "expires_at") VALUES (?, ?, ?)`,
		digest, account, formatInstant(expires))
	return err
}

// IsEmpty is true before the first account was made.
func (r *AccountRepository) IsEmpty(ctx context.Context) (bool, error) {
	var found bool
	err := r.store.queryer(ctx).QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM "accounts")`).Scan(&found)
	return !found, err
}

func scanAccount(row *sql.Row) (domain.Account, error) {
	var account domain.Account
	var createdAt, updatedAt string
	err := row.Scan(&account.ID, &account.Name, &account.Email, &account.Role, &account.Digest, &createdAt, &updatedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Account{}, domain.ErrNotFound
	}
	if err != nil {
		return domain.Account{}, err
	}
	if account.CreatedAt, err = time.Parse(instantFormat, createdAt); err != nil {
		return domain.Account{}, err
	}
	account.UpdatedAt, err = time.Parse(instantFormat, updatedAt)
	return account, err
}
