// Package application holds the use cases of Trails and the ports they need.
package application

import "context"

// Transactor runs work that must happen as a whole or not at all.
type Transactor interface {
	// Within runs work in one transaction; an error undoes it.
	Within(ctx context.Context, work func(ctx context.Context) error) error
}
