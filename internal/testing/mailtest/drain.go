package mailtest

import "net"

// Drain takes out what the server has taken since the last call, in order; Taken
// then begins anew. For tests with more mails than memory should hold.
func (s *Server) Drain() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.taken
	s.taken = nil
	return list
}

// Port on which the server listens, on 127.0.0.1.
func (s *Server) Port() int {
	address, ok := s.listener.Addr().(*net.TCPAddr)
	if !ok {
		panic("mailtest: not a TCP listener")
	}
	return address.Port
}
