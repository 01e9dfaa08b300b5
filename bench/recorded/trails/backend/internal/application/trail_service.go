package application

import (
	"context"
	"time"

	"trails/backend/internal/domain"
)

// TrailRepository stores trails and who favors them.
type TrailRepository interface {
	Create(ctx context.Context, trail domain.Trail) (domain.Trail, error)
	BySlug(ctx context.Context, slug string, viewer int64) (domain.Trail, error)
	HasSlug(ctx context.Context, slug string) (bool, error)
	List(ctx context.Context, query domain.TrailQuery) ([]domain.Trail, int, error)
	Replace(ctx context.Context, trail domain.Trail) error
	Delete(ctx context.Context, id int64) error
	Favor(ctx context.Context, trail, account int64) error
	Forget(ctx context.Context, trail, account int64) error
}

// TrailPorts are what a TrailService needs from outside.
type TrailPorts struct {
	Transactor Transactor
	Trails     TrailRepository
	Now        func() time.Time
}

// TrailService is what can be done with trails.
type TrailService struct {
	ports TrailPorts
}

// NewTrailService wires a service to its ports.
func NewTrailService(ports TrailPorts) *TrailService { return &TrailService{ports: ports} }

// Create describes a new trail under a slug of its own.
func (s *TrailService) Create(ctx context.Context, author domain.Account, in domain.TrailInput) (domain.Trail, error) {
	trail, err := in.Apply(domain.Trail{})
	if err != nil {
		return domain.Trail{}, err
	}
	trail.Author, trail.AuthorID = author.Username, author.ID
	trail.CreatedAt = s.ports.Now().UTC()
	trail.UpdatedAt = trail.CreatedAt
	err = s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		for number := 1; ; number++ {
			trail.Slug = domain.Slug(trail.Name, number)
			taken, err := s.ports.Trails.HasSlug(ctx, trail.Slug)
			if err != nil {
				return err
			}
			if !taken {
				break
			}
		}
		trail, err = s.ports.Trails.Create(ctx, trail)
		return err
	})
	return trail, err
}

// Get reads one trail as the viewer sees it.
func (s *TrailService) Get(ctx context.Context, slug string, viewer int64) (domain.Trail, error) {
	return s.ports.Trails.BySlug(ctx, slug, viewer)
}

// List reads a page of trails and how many match in all.
func (s *TrailService) List(ctx context.Context, query domain.TrailQuery) ([]domain.Trail, int, error) {
	return s.ports.Trails.List(ctx, query)
}

// Change writes what was sent, for who described the trail; its slug stays.
func (s *TrailService) Change(ctx context.Context, account int64, slug string, in domain.TrailInput) (domain.Trail, error) {
	var changed domain.Trail
	err := s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		stored, err := s.own(ctx, account, slug)
		if err != nil {
			return err
		}
		if changed, err = in.Apply(stored); err != nil {
			return err
		}
		changed.UpdatedAt = s.ports.Now().UTC()
		return s.ports.Trails.Replace(ctx, changed)
	})
	return changed, err
}

// Delete removes a trail with its reports, for who described it.
func (s *TrailService) Delete(ctx context.Context, account int64, slug string) error {
	return s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		stored, err := s.own(ctx, account, slug)
		if err != nil {
			return err
		}
		return s.ports.Trails.Delete(ctx, stored.ID)
	})
}

// Favor notes that an account favors a trail, however often it says so; Forget takes that back.
func (s *TrailService) Favor(ctx context.Context, account int64, slug string) (domain.Trail, error) {
	return s.mark(ctx, account, slug, s.ports.Trails.Favor)
}

// Forget notes that an account favors a trail no longer.
func (s *TrailService) Forget(ctx context.Context, account int64, slug string) (domain.Trail, error) {
	return s.mark(ctx, account, slug, s.ports.Trails.Forget)
}

func (s *TrailService) mark(ctx context.Context, account int64, slug string, write func(ctx context.Context, trail, account int64) error) (domain.Trail, error) {
	var marked domain.Trail
	err := s.ports.Transactor.Within(ctx, func(ctx context.Context) error {
		stored, err := s.ports.Trails.BySlug(ctx, slug, account)
		if err != nil {
			return err
		}
		if err := write(ctx, stored.ID, account); err != nil {
			return err
		}
		marked, err = s.ports.Trails.BySlug(ctx, slug, account)
		return err
	})
	return marked, err
}

func (s *TrailService) own(ctx context.Context, account int64, slug string) (domain.Trail, error) {
	stored, err := s.ports.Trails.BySlug(ctx, slug, account)
	if err == nil && !stored.IsBy(account) {
		return domain.Trail{}, domain.ErrForbidden
	}
	return stored, err
}
