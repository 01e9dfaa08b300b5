package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"physio-practice/backend/internal/domain"
)

// AccountRepository stores accounts in a table.
type AccountRepository struct {
	store *Store
}

// Accounts gives access to the stored accounts.
func (s *Store) Accounts() *AccountRepository { return &AccountRepository{store: s} }

const accountColumns = `"id", "name", "phone", "date_of_birth", "password_hash", "role", "missed_count", "created_at", "updated_at"`

// Create stores a new account with an identifier that was never used.
func (r *AccountRepository) Create(ctx context.Context, account domain.Account) (domain.Account, error) {
	result, err := r.store.queryer(ctx).ExecContext(ctx,
		`INSERT INTO "accounts" ("name", "phone", "date_of_birth", "password_hash", "role", "missed_count", "created_at", "updated_at") VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		account.Name,
		account.Phone,
		account.DateOfBirth,
		account.PasswordHash,
		account.Role,
		account.MissedCount,
		formatInstant(account.CreatedAt), formatInstant(account.UpdatedAt))
	if err != nil {
		return domain.Account{}, translate(err)
	}
	account.ID, err = result.LastInsertId()
	return account, err
}

// Get reads one account.
func (r *AccountRepository) Get(ctx context.Context, id int64) (domain.Account, error) {
	row := r.store.queryer(ctx).QueryRowContext(ctx, "SELECT "+accountColumns+` FROM "accounts" WHERE "id" = ?`, id)
	account, err := scanAccount(row)
	if errors.Is(err, sql.ErrNoRows) {
		return domain.Account{}, domain.ErrNotFound
	}
	return account, err
}

func scanAccount(row interface{ Scan(...any) error }) (domain.Account, error) {
	var account domain.Account
	var createdAt, updatedAt string
	err := row.Scan(&account.ID, &account.Name, &account.Phone, &account.DateOfBirth, &account.PasswordHash, &account.Role, &account.MissedCount, &createdAt, &updatedAt)
	if err != nil {
		return domain.Account{}, err
	}
	if account.CreatedAt, err = time.Parse(instantFormat, createdAt); err != nil {
		return domain.Account{}, err
	}
	account.UpdatedAt, err = time.Parse(instantFormat, updatedAt)
	return account, err
}
