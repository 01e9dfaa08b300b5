// Package passwords hashes passwords with argon2id.
package passwords

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"

	"golang.org/x/crypto/argon2"
)

const (
	saltBytes = 16
	keyBytes  = 32
	format    = "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
	// atOnce limits how much memory sign-ins can take together.
	atOnce = 4
)

// Hasher hashes with so many passes over so much memory.
type Hasher struct {
	passes, kibibytes uint32
	slots             chan struct{}
}

// New returns a hasher with these costs.
func New(passes, kibibytes uint32) *Hasher {
	return &Hasher{passes: passes, kibibytes: kibibytes, slots: make(chan struct{}, atOnce)}
}

// Recommended has the least costs that OWASP's password storage cheat sheet recommends for argon2id.
func Recommended() *Hasher { return New(2, 19*1024) }

// Hash returns what may be stored of a password: the costs, the salt and the key.
func (h *Hasher) Hash(password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return h.encoded(password, salt, h.passes, h.kibibytes), nil
}

// Matches reports whether a hash was made from this password.
func (h *Hasher) Matches(hash, password string) bool {
	var passes, kibibytes uint32
	var text string
	if _, err := fmt.Sscanf(hash, "$argon2id$v=19$m=%d,t=%d,p=1$%22s", &kibibytes, &passes, &text); err != nil || passes == 0 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(h.encoded(password, salt, passes, kibibytes)), []byte(hash)) == 1
}

func (h *Hasher) encoded(password string, salt []byte, passes, kibibytes uint32) string {
	h.slots <- struct{}{}
	defer func() { <-h.slots }()
	key := argon2.IDKey([]byte(password), salt, passes, kibibytes, 1, keyBytes)
	text := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf(format, kibibytes, passes, text(salt), text(key))
}
