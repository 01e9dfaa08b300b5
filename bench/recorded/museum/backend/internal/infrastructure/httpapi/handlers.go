package httpapi

import (
	"net/http"
	"strconv"

	"harbour-museum-audio-guide/backend/internal/application"
	"harbour-museum-audio-guide/backend/internal/domain"
)

func (s *Server) registerVisitor(w http.ResponseWriter, r *http.Request, _ *domain.Visitor) error {
	in, err := readInput(w, r, "visitor")
	if err != nil {
		return err
	}
	in.require("username", "email", "password")
	visitor := domain.NewVisitor{
		Username: in.textOr("username", ""), Email: in.textOr("email", ""), Password: in.textOr("password", ""),
		Language: in.textOr("language", domain.DefaultLanguage),
	}
	visitor.Validate(in.errs)
	if err := in.errs.Err(); err != nil {
		return err
	}
	registered, token, err := s.service.Register(r.Context(), visitor)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusCreated, visitorBody(registered, token))
	return nil
}

func (s *Server) login(w http.ResponseWriter, r *http.Request, _ *domain.Visitor) error {
	in, err := readInput(w, r, "visitor")
	if err != nil {
		return err
	}
	in.require("email", "password")
	email, password := in.textOr("email", ""), in.textOr("password", "")
	in.errs.Check("email", domain.IsEmail(email), "is not an e-mail address")
	if err := in.errs.Err(); err != nil {
		return err
	}
	visitor, token, err := s.service.Login(r.Context(), email, password)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, visitorBody(visitor, token))
	return nil
}

func (s *Server) getCurrentVisitor(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
	writeJSON(w, http.StatusOK, visitorBody(viewer, s.token(r)))
	return nil
}

func (s *Server) updateCurrentVisitor(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
	in, err := readInput(w, r, "visitor")
	if err != nil {
		return err
	}
	in.atLeastOne("visitor")
	change := domain.VisitorChange{Email: in.text("email"), Password: in.text("password"), Language: in.text("language")}
	change.Validate(in.errs)
	if err := in.errs.Err(); err != nil {
		return err
	}
	changed, err := s.service.ChangeVisitor(r.Context(), viewer, change)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, visitorBody(changed, s.token(r)))
	return nil
}

func (s *Server) listExhibitions(w http.ResponseWriter, r *http.Request, _ *domain.Visitor) error {
	page, err := readPage(r.URL.Query())
	if err != nil {
		return err
	}
	list, total, err := s.service.ListExhibitions(r.Context(), page)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]any{"exhibitions": records(list, exhibitionRecord), "exhibitionsCount": total})
	return nil
}

func (s *Server) createExhibition(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
	in, err := readInput(w, r, "exhibition")
	if err != nil {
		return err
	}
	in.require("title", "opensOn")
	exhibition := domain.NewExhibition{
		Title: in.textOr("title", ""), Description: in.textOr("description", ""), OpensOn: in.textOr("opensOn", ""),
		Floor: in.integer("floor").Value, ClosesOn: in.nullableText("closesOn").Value,
	}
	exhibition.Validate(in.errs)
	if err := in.errs.Err(); err != nil {
		return err
	}
	created, err := s.service.CreateExhibition(r.Context(), viewer, exhibition)
	if err != nil {
		return err
	}
	w.Header().Set("Location", base+"/exhibitions/"+created.Slug)
	writeJSON(w, http.StatusCreated, map[string]any{"exhibition": exhibitionRecord(*created)})
	return nil
}

func (s *Server) getExhibition(w http.ResponseWriter, r *http.Request, _ *domain.Visitor) error {
	exhibition, err := s.service.GetExhibition(r.Context(), r.PathValue("slug"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]any{"exhibition": exhibitionRecord(*exhibition)})
	return nil
}

func (s *Server) listExhibits(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
	query := r.URL.Query()
	page, err := readPage(query)
	if err != nil {
		return err
	}
	filter := application.ExhibitFilter{
		Tag: optionalQuery(query, "tag"), Exhibition: optionalQuery(query, "exhibition"), FavoritedBy: optionalQuery(query, "favorited"),
	}
	list, total, err := s.service.ListExhibits(r.Context(), viewer, filter, page)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]any{"exhibits": records(list, exhibitRecord), "exhibitsCount": total})
	return nil
}

func (in *input) exhibitFields() domain.ExhibitFields {
	return domain.ExhibitFields{
		Title: in.text("title"), Number: in.integer("number"), Body: in.text("body"),
		AudioURL: in.nullableText("audioUrl"), DurationSeconds: in.nullableInteger("durationSeconds"),
		Exhibition: in.text("exhibition"), Tags: in.texts("tagList"),
	}
}

func (s *Server) createExhibit(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
	in, err := readInput(w, r, "exhibit")
	if err != nil {
		return err
	}
	in.require("title", "number", "body", "exhibition")
	fields := in.exhibitFields()
	fields.Validate(in.errs)
	if err := in.errs.Err(); err != nil {
		return err
	}
	created, err := s.service.CreateExhibit(r.Context(), viewer, fields)
	if err != nil {
		return err
	}
	w.Header().Set("Location", base+"/exhibits/"+created.Slug)
	writeJSON(w, http.StatusCreated, exhibitBody(created))
	return nil
}

func exhibitBody(e *domain.Exhibit) map[string]any {
	return map[string]any{"exhibit": exhibitRecord(*e)}
}

func (s *Server) getExhibit(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
	exhibit, err := s.service.GetExhibit(r.Context(), viewer, r.PathValue("slug"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, exhibitBody(exhibit))
	return nil
}

func (s *Server) updateExhibit(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
	in, err := readInput(w, r, "exhibit")
	if err != nil {
		return err
	}
	// An exhibit that does not exist is not found, whatever is sent.
	if _, err := s.service.GetExhibit(r.Context(), viewer, r.PathValue("slug")); err != nil {
		return err
	}
	in.atLeastOne("exhibit")
	fields := in.exhibitFields()
	fields.Status = in.text("status")
	fields.Validate(in.errs)
	if err := in.errs.Err(); err != nil {
		return err
	}
	changed, err := s.service.ChangeExhibit(r.Context(), viewer, r.PathValue("slug"), fields)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, exhibitBody(changed))
	return nil
}

func (s *Server) mark(marked bool) endpoint {
	return func(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
		exhibit, err := s.service.SetFavorite(r.Context(), viewer, r.PathValue("slug"), marked)
		if err != nil {
			return err
		}
		writeJSON(w, http.StatusOK, exhibitBody(exhibit))
		return nil
	}
}

func (s *Server) listComments(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
	page, err := readPage(r.URL.Query())
	if err != nil {
		return err
	}
	list, total, err := s.service.ListComments(r.Context(), viewer, r.PathValue("slug"), page)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, map[string]any{"comments": records(list, commentRecord), "commentsCount": total})
	return nil
}

func (s *Server) createComment(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
	in, err := readInput(w, r, "comment")
	if err != nil {
		return err
	}
	in.require("body")
	body := in.textOr("body", "")
	comment, err := s.service.CreateComment(r.Context(), viewer, r.PathValue("slug"), body, in.errs)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusCreated, map[string]any{"comment": commentRecord(*comment)})
	return nil
}

func (s *Server) deleteComment(w http.ResponseWriter, r *http.Request, viewer *domain.Visitor) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return domain.ErrNotFound
	}
	if err := s.service.DeleteComment(r.Context(), viewer, r.PathValue("slug"), id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
