package application

import (
	"context"
	"fmt"
	"time"

	"physio-practice/backend/internal/domain"
)

// SeedPorts are the dependencies of Seed.
type SeedPorts struct {
	Transactor Transactor
	// Seeding remembers that the first records were stored, so that deleted ones do not come back.
	Seeding interface {
		IsSeeded(ctx context.Context) (bool, error)
		MarkSeeded(ctx context.Context, now time.Time) error
	}
	Accounts  AuthRepository
	Rooms     RoomRepository
	Passwords Passwords
	// InitialPasswords are the passwords of the first accounts, by the variable that sets each.
	InitialPasswords map[string]string
	Now              func() time.Time
}

// Seed stores the first records, once, when the server starts on an empty database.
func Seed(ctx context.Context, ports SeedPorts) error {
	return ports.Transactor.Within(ctx, func(ctx context.Context) error {
		done, err := ports.Seeding.IsSeeded(ctx)
		if err != nil || done {
			return err
		}
		now := ports.Now().UTC()
		if err := seed1(ctx, ports, now); err != nil {
			return fmt.Errorf("store the first account: %w", err)
		}
		if err := seed2(ctx, ports, now); err != nil {
			return fmt.Errorf("store the first account: %w", err)
		}
		if err := seed3(ctx, ports, now); err != nil {
			return fmt.Errorf("store the first account: %w", err)
		}
		if err := seed4(ctx, ports, now); err != nil {
			return fmt.Errorf("store the first room: %w", err)
		}
		if err := seed5(ctx, ports, now); err != nil {
			return fmt.Errorf("store the first room: %w", err)
		}
		if err := seed6(ctx, ports, now); err != nil {
			return fmt.Errorf("store the first room: %w", err)
		}
		if err := seed7(ctx, ports, now); err != nil {
			return fmt.Errorf("store the first room: %w", err)
		}
		return ports.Seeding.MarkSeeded(ctx, now)
	})
}

func seed1(ctx context.Context, ports SeedPorts, now time.Time) error {
	initial := ports.InitialPasswords["THERAPIST_PASSWORD"]
	in := domain.AccountInput{
		Name:        pointerTo[string]("Anna Berg"),
		Phone:       pointerTo[string]("+4930100001"),
		DateOfBirth: pointerTo[string]("1980-04-12"),
		Password:    &initial,
	}
	account, err := in.Validate()
	if err != nil {
		return err
	}
	if account.PasswordHash, err = ports.Passwords.Hash(initial); err != nil {
		return err
	}
	account.Role = "therapist"
	account.CreatedAt, account.UpdatedAt = now, now
	_, err = ports.Accounts.Create(ctx, account)
	return err
}

func seed2(ctx context.Context, ports SeedPorts, now time.Time) error {
	initial := ports.InitialPasswords["THERAPIST_PASSWORD_2"]
	in := domain.AccountInput{
		Name:        pointerTo[string]("Ben Lang"),
		Phone:       pointerTo[string]("+4930100002"),
		DateOfBirth: pointerTo[string]("1985-09-03"),
		Password:    &initial,
	}
	account, err := in.Validate()
	if err != nil {
		return err
	}
	if account.PasswordHash, err = ports.Passwords.Hash(initial); err != nil {
		return err
	}
	account.Role = "therapist"
	account.CreatedAt, account.UpdatedAt = now, now
	_, err = ports.Accounts.Create(ctx, account)
	return err
}

func seed3(ctx context.Context, ports SeedPorts, now time.Time) error {
	initial := ports.InitialPasswords["THERAPIST_PASSWORD_3"]
	in := domain.AccountInput{
		Name:        pointerTo[string]("Clara Thoma"),
		Phone:       pointerTo[string]("+4930100003"),
		DateOfBirth: pointerTo[string]("1990-01-27"),
		Password:    &initial,
	}
	account, err := in.Validate()
	if err != nil {
		return err
	}
	if account.PasswordHash, err = ports.Passwords.Hash(initial); err != nil {
		return err
	}
	account.Role = "therapist"
	account.CreatedAt, account.UpdatedAt = now, now
	_, err = ports.Accounts.Create(ctx, account)
	return err
}

func seed4(ctx context.Context, ports SeedPorts, now time.Time) error {
	in := domain.RoomInput{
		Name: pointerTo[string]("Room 1"),
	}
	room, err := in.Validate()
	if err != nil {
		return err
	}
	_, err = ports.Rooms.Create(ctx, room)
	return err
}

func seed5(ctx context.Context, ports SeedPorts, now time.Time) error {
	in := domain.RoomInput{
		Name: pointerTo[string]("Room 2"),
	}
	room, err := in.Validate()
	if err != nil {
		return err
	}
	_, err = ports.Rooms.Create(ctx, room)
	return err
}

func seed6(ctx context.Context, ports SeedPorts, now time.Time) error {
	in := domain.RoomInput{
		Name: pointerTo[string]("Room 3"),
	}
	room, err := in.Validate()
	if err != nil {
		return err
	}
	_, err = ports.Rooms.Create(ctx, room)
	return err
}

func seed7(ctx context.Context, ports SeedPorts, now time.Time) error {
	in := domain.RoomInput{
		Name: pointerTo[string]("Room 4"),
	}
	room, err := in.Validate()
	if err != nil {
		return err
	}
	_, err = ports.Rooms.Create(ctx, room)
	return err
}

func pointerTo[T any](value T) *T { return &value }
