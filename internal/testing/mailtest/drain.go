package mailtest

// Drain takes out what the server has taken since the last call, in order; Taken
// then begins anew. For tests with more mails than memory should hold.
func (s *Server) Drain() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.taken
	s.taken = nil
	return list
}
