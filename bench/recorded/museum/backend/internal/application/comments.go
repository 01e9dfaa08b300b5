package application

import (
	"context"

	"harbour-museum-audio-guide/backend/internal/domain"
)

// ListComments gives a page of the comments on an exhibit, the newest first.
func (s *Service) ListComments(ctx context.Context, viewer *domain.Visitor, slug string, page Page) (list []domain.Comment, total int, err error) {
	err = s.store.Read(ctx, func(tx Tx) error {
		exhibit, err := visible(tx, viewer, slug)
		if err != nil {
			return err
		}
		list, total, err = tx.Comments(exhibit.ID, page)
		return err
	})
	return list, total, err
}

// CreateComment stores a comment of the viewer. The exhibit is looked up before the text is judged.
func (s *Service) CreateComment(ctx context.Context, viewer *domain.Visitor, slug string, body string, errs domain.FieldErrors) (*domain.Comment, error) {
	var comment *domain.Comment
	err := s.store.Write(ctx, func(tx Tx) error {
		exhibit, err := visible(tx, viewer, slug)
		if err != nil {
			return err
		}
		domain.ValidateComment(errs, body)
		if err := errs.Err(); err != nil {
			return err
		}
		comment = &domain.Comment{
			ExhibitID: exhibit.ID, Body: body, AuthorID: viewer.ID,
			AuthorName: viewer.Username, AuthorRole: viewer.Role, CreatedAt: s.now(),
		}
		return tx.AddComment(comment)
	})
	if err != nil {
		return nil, err
	}
	return comment, nil
}

// DeleteComment deletes a comment; its author and a curator may.
func (s *Service) DeleteComment(ctx context.Context, viewer *domain.Visitor, slug string, id int64) error {
	return s.store.Write(ctx, func(tx Tx) error {
		exhibit, err := visible(tx, viewer, slug)
		if err != nil {
			return err
		}
		comment, err := tx.Comment(exhibit.ID, id)
		if err != nil {
			return err
		}
		if !comment.DeletableBy(viewer) {
			return domain.ErrForbidden
		}
		return tx.DeleteComment(id)
	})
}
