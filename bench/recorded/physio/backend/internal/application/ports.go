// Package application holds the use cases of Physiotherapy practice and the ports they need.
package application

import (
	"context"
)

// Transactor runs work that must happen completely or not at all.
type Transactor interface {
	// Within runs work in one transaction; an error rolls it back.
	Within(ctx context.Context, work func(ctx context.Context) error) error
}
