package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"trails/backend/internal/domain"
)

// AccountRepository keeps accounts and the digests of their tokens.
type AccountRepository struct {
	store *Store
}

// Accounts gives access to the stored accounts.
func (s *Store) Accounts() *AccountRepository { return &AccountRepository{store: s} }

const accountColumns = `"id", "username", "email", "digest", "created_at"`

// Create stores a new account.
func (r *AccountRepository) Create(ctx context.Context, account domain.Account) (domain.Account, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "accounts" ("username", "email", "digest", "created_at") VALUES (?, ?, ?, ?)`,
		account.Username, account.Email, account.Digest, formatInstant(account.CreatedAt))
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

func scanAccount(row *sql.Row) (domain.Account, error) {
	var account domain.Account
	var createdAt string
	err := row.Scan(&account.ID, &account.Username, &account.Email, &account.Digest, &createdAt)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Account{}, domain.ErrNotFound
	}
	if err != nil {
		return domain.Account{}, err
	}
	account.CreatedAt, err = time.Parse(instantFormat, createdAt)
	return account, err
}
