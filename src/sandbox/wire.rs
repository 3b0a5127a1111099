//! Connections that can be cut on order: for faults that lose an answer, or half of it.
//!
//! Each connection has a budget of bytes that it may still send, unlimited until a fault sets it. Deliberately not here:
//! which call is to be cut (`faults.rs`).

use std::{
    io::{self, IoSlice},
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

const UNLIMITED: u64 = u64::MAX;

/// Cuts the connection that a request came on.
#[derive(Debug, Clone)]
pub(super) struct Cut(Arc<AtomicU64>);

impl Cut {
    /// After so many more bytes the connection breaks.
    pub(super) fn after(&self, bytes: u64) {
        self.0.store(bytes, Ordering::SeqCst);
    }
}

/// A TCP stream with a budget.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    budget: Arc<AtomicU64>,
}

#[derive(Debug)]
pub(super) struct LoopbackListener(TcpListener);

impl LoopbackListener {
    pub(super) async fn bind(addr: SocketAddr) -> io::Result<Self> {
        debug_assert!(addr.ip().is_loopback());
        TcpListener::bind(addr).await.map(Self)
    }

    pub(super) fn addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Listener for LoopbackListener {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            if let Ok((stream, addr)) = self.0.accept().await {
                // Small answers at once; a failure to say so costs only time.
                let _ = stream.set_nodelay(true);
                let budget = Arc::new(AtomicU64::new(UNLIMITED));
                return (Wire { stream, budget }, addr);
            }
            // Out of file descriptors, most likely: give others time to close theirs.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, LoopbackListener>> for Cut {
    fn connect_info(stream: IncomingStream<'_, LoopbackListener>) -> Self {
        Self(Arc::clone(&stream.io().budget))
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let budget = self.budget.load(Ordering::SeqCst);
        if budget == UNLIMITED {
            return Pin::new(&mut self.stream).poll_write(context, bytes);
        }
        if budget == 0 {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let room = usize::try_from(budget)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let written = Pin::new(&mut self.stream).poll_write(context, &bytes[..room]);
        if let Poll::Ready(Ok(count)) = written {
            self.budget.store(budget - count as u64, Ordering::SeqCst);
        }
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Head and body of an answer leave together, without a copy.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.budget.load(Ordering::SeqCst) == UNLIMITED {
            return Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        }
        let first = parts.iter().find(|part| !part.is_empty());
        self.poll_write(context, first.map_or(&[], |part| part))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
